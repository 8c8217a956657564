import { expect, test } from 'vitest'
import { fold } from '../../../schemas/text/reading/normalise.ts'
import { chineseNumber, enclosedNumber } from '../../../schemas/text/reading/numerals.ts'
import { findQuantities } from '../../../schemas/text/reading/quantities.ts'

test.each([
  ['十', 10],
  ['二十一', 21],
  ['一百零五', 105],
  ['两千三百', 2300],
  ['一万二千', 12_000],
  ['二〇一二', 2012],
  ['半', 0.5],
  ['第一', null],
  ['', null],
])('[R25] %s is %s', (text, value) => {
  expect(chineseNumber(text)).toBe(value)
})

test('[R8] numbers inside circles and brackets are read', () => {
  expect(['①', '⑩', '⑴', '⒊', '㈡', 'a'].map(enclosedNumber)).toEqual([1, 10, 1, 3, 2, null])
})

test.each([
  ['不少于180平方米', [[180, '平方米']]],
  ['百分之三十以上', [[30, '%']]],
  ['三成以上', [[30, '%']]],
  ['２／３以上', [[0.6667, '']]],
  ['三分之二以上', [[0.6667, '']]],
  ['3—5个', [[[3, 5], '个']]],
  ['3000册至5000册', [[[3000, 5000], '册']]],
  ['90%—95%', [[[90, 95], '%']]],
  ['1,200户', [[1200, '户']]],
  ['五十万元', [[50, '万元']]],
  ['3.2万人', [[3.2, '万人']]],
  ['7至10个工作日', [[[7, 10], '个工作日']]],
  ['第3条', []],
])('[R25] %s holds its quantities', (text, expected) => {
  expect(findQuantities(fold(text)).map(({ value, unit }) => [value, unit])).toEqual(expected)
})

test('[R5] the matching form is as long as the text', () => {
  const text = '牽頭單位：區民政局　（２０１２年）『』～—﹑⺠\u00a0龍'
  expect(fold(text)).toHaveLength(text.length)
  expect(fold(text)).toContain('牵头单位:区民政局 (2012年)')
})
