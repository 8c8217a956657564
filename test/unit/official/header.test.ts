import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import {
  headerText,
  setHeaderNames,
  setHeaderText,
  setHeaderValue,
  setHeaderWords,
  startHeader,
} from '../../../schemas/official/header-edit.ts'
import { readHeader } from '../../../schemas/official/header.ts'

function two(): [Y.Doc, Y.Doc] {
  const anna = new Y.Doc()
  anna.transact(() => startHeader(anna, { title: '清淤方案', issuers: ['云溪区人民政府'] }))
  const ben = new Y.Doc()
  Y.applyUpdate(ben, Y.encodeStateAsUpdate(anna), 'remote')
  return [anna, ben]
}

function merge(anna: Y.Doc, ben: Y.Doc): void {
  Y.applyUpdate(ben, Y.encodeStateAsUpdate(anna), 'remote')
  Y.applyUpdate(anna, Y.encodeStateAsUpdate(ben), 'remote')
}

describe('the head of an official document', () => {
  test('[H1] what two people write in one title, apart, both stands', () => {
    const [anna, ben] = two()
    setHeaderText(anna, 'title', '云溪区清淤方案')
    setHeaderText(ben, 'title', '清淤方案（试行）')
    merge(anna, ben)
    expect(readHeader(anna).title).toBe('云溪区清淤方案（试行）')
    expect(readHeader(ben)).toEqual(readHeader(anna))
  })

  test('[H1] names two people add to one list, apart, all stand, in the order given', () => {
    const [anna, ben] = two()
    setHeaderNames(anna, 'recipients', ['各镇人民政府', '区直各单位'])
    merge(anna, ben)
    setHeaderNames(anna, 'recipients', ['各镇人民政府', '区直各单位', '区人武部'])
    setHeaderNames(ben, 'recipients', ['区委办公室', '各镇人民政府', '区直各单位'])
    merge(anna, ben)
    expect(readHeader(ben).recipients).toEqual(['区委办公室', '各镇人民政府', '区直各单位', '区人武部'])
  })

  test('[H2] writing what stands there already writes nothing', () => {
    const [anna] = two()
    setHeaderValue(anna, 'docNumber', '云政办发〔2027〕12号')
    const before = Y.encodeStateAsUpdate(anna)
    setHeaderWords(anna, 'title', ' 清淤方案 ')
    setHeaderNames(anna, 'issuers', ['云溪区人民政府'])
    setHeaderValue(anna, 'docNumber', '云政办发〔2027〕12号')
    expect(Y.encodeStateAsUpdate(anna)).toEqual(before)
  })

  test('[H2] half typed words stay as typed in the field, and read tidy', () => {
    const [anna] = two()
    setHeaderText(anna, 'recipients', '各镇人民政府\n\n 区直 ')
    expect(headerText(anna, 'recipients')).toBe('各镇人民政府\n\n 区直 ')
    expect(readHeader(anna).recipients).toEqual(['各镇人民政府', '区直'])
  })

  test('[H2] an emoji is never cut in half', () => {
    const [anna] = two()
    setHeaderText(anna, 'note', '😀')
    setHeaderText(anna, 'note', '😁')
    expect(headerText(anna, 'note')).toBe('😁')
  })

  test('[H4] a date that does not exist reads as none', () => {
    const [anna] = two()
    setHeaderValue(anna, 'date', '2027-02-29')
    expect(readHeader(anna).date).toBeNull()
    setHeaderValue(anna, 'date', '2028-02-29')
    expect(readHeader(anna).date).toBe('2028-02-29')
  })
})
