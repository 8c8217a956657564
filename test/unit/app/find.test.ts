import { expect, test } from 'vitest'
import { find } from '../../../client/app/find.ts'

const things = [
  { id: 'a', names: ['城市更新工作方案（2026—2028）'] },
  { id: 'b', names: ['工作方案'] },
  { id: 'c', names: ['东街街道培训训练计划'] },
  { id: 'd', names: ['设置', 'Settings'] },
]
const ids = (query: string): string[] => find(query, things).map(({ id }) => id)

test('[U3] any run of Chinese characters inside a title finds it', () => {
  expect(ids('训练')).toEqual(['c'])
  expect(ids('市更')).toEqual(['a'])
})

test('[U3] the whole name comes before its beginning, its beginning before the middle', () => {
  expect(ids('工作方案')).toEqual(['b', 'a'])
})

test('[U3] every word must occur, in any order; case and width do not matter', () => {
  expect(ids('方案 更新')).toEqual(['a'])
  expect(ids('方案 没有')).toEqual([])
  expect(ids('SETT')).toEqual(['d'])
  expect(ids('２０２６')).toEqual(['a'])
})

test('[U3] nothing asked for is everything, in its order', () => {
  expect(ids('  ')).toEqual(['a', 'b', 'c', 'd'])
})
