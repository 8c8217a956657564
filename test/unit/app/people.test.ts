import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { countsByUnit, isLastAdmin, isUnitUnused, membersShown } from '../../../client/app/units/people.ts'
import { initialsOf, personIndex, PERSON_HUES } from '../../../client/ui/person.ts'
import { MemberId, UnitId } from '../../../schemas/ids.ts'
import type { Member, Unit } from '../../../schemas/workspace/directory.ts'

function unit(id: string, parent: string | null = null): Unit {
  const parentId = parent === null ? null : v.parse(UnitId, parent)
  return { id: v.parse(UnitId, id), name: id, shortName: null, parent: parentId, order: 0 }
}

function member(id: string, unit: string | null, fields: Partial<Member> = {}): Member {
  const unitId = unit === null ? null : v.parse(UnitId, unit)
  return {
    id: v.parse(MemberId, id),
    login: id,
    name: id,
    role: 'drafter',
    unit: unitId,
    active: true,
    ...fields,
  }
}

const directory = {
  units: [unit('district'), unit('street', 'district'), unit('community', 'street'), unit('empty')],
  members: [
    member('wang', 'district', { role: 'admin' }),
    member('li', 'street'),
    member('zhao', 'community', { active: false }),
    member('guest', null),
  ],
}
const names = (chosen: Parameters<typeof membersShown>[1], words = ''): string[] =>
  membersShown(directory, chosen, words).map(({ name }) => name)

describe('units and members', () => {
  test('[U5] a unit shows its members and those of all units below it, the revoked last', () => {
    expect(names(v.parse(UnitId, 'district'))).toEqual(['li', 'wang', 'zhao'])
    expect(names(v.parse(UnitId, 'community'))).toEqual(['zhao'])
  })

  test('[U5] everybody, and those without a unit', () => {
    expect(names('everyone')).toHaveLength(4)
    expect(names('without-unit')).toEqual(['guest'])
    expect(names('everyone', 'an')).toEqual(['wang'])
  })

  test('[U5] counts are of active members, those below included', () => {
    expect(Object.fromEntries(countsByUnit(directory))).toEqual({ district: 2, street: 1 })
  })

  test('[U6] the only active admin is known as such', () => {
    const [wang, li] = directory.members
    if (wang === undefined || li === undefined) throw new Error('two members expected')
    expect(isLastAdmin(wang, directory.members)).toBe(true)
    expect(isLastAdmin(li, directory.members)).toBe(false)
    expect(isLastAdmin(wang, [...directory.members, member('sun', null, { role: 'admin' })])).toBe(false)
    expect(
      isLastAdmin(wang, [...directory.members, member('sun', null, { role: 'admin', active: false })]),
    ).toBe(true)
  })

  test('[U7] only a unit without members and without units below may go', () => {
    expect(isUnitUnused(v.parse(UnitId, 'empty'), directory)).toBe(true)
    expect(isUnitUnused(v.parse(UnitId, 'street'), directory)).toBe(false)
    expect(isUnitUnused(v.parse(UnitId, 'community'), directory)).toBe(false)
  })
})

test('a person’s circle: the last character of a Chinese name, Latin initials otherwise', () => {
  expect(initialsOf('王小明')).toBe('明')
  expect(initialsOf('Mary Ann Jones')).toBe('MJ')
  expect(initialsOf('admin')).toBe('A')
  expect(initialsOf('𠮷')).toBe('𠮷')
  expect(initialsOf('  ')).toBe('')
})

test('a person’s hue follows from the id alone', () => {
  expect(personIndex('abc')).toBe(personIndex('abc'))
  for (const id of ['', 'a', 'x'.repeat(64), '王']) {
    expect(personIndex(id)).toBeGreaterThanOrEqual(0)
    expect(personIndex(id)).toBeLessThan(PERSON_HUES)
  }
})
