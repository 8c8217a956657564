import { describe, expect, test } from 'vitest'
import { FINDING_CODES } from '../../../schemas/record/finding.ts'
import { findingWords } from '../../../client/app/language/record.ts'
import { packageName } from '../../../client/record/package-name.ts'

describe('words of the record', () => {
  test('[V9] everything that can fail to hold can be said, with its place, in both languages', () => {
    for (const code of FINDING_CODES) {
      expect(findingWords[code].zh('第 3 版')).not.toBe('')
      expect(findingWords[code].en('version 3')).not.toBe('')
    }
  })

  test('[V7] a package is named after its document, in letters every file system takes', () => {
    expect(packageName('关于“清淤”：方案/一', 3)).toBe('关于“清淤”：方案一-3.heshu.json')
    expect(packageName('???', 1)).toBe('heshu-1.heshu.json')
  })
})
