import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { PATTERNS, pathOf, placeAt, workspaceIn, type Place } from '../../../client/app/routes.ts'
import { DocumentId, FolderId, WorkspaceId } from '../../../schemas/ids.ts'

const id = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/)
const workspace = id.map((text) => v.parse(WorkspaceId, text))
const document = id.map((text) => v.parse(DocumentId, text))
const folder = id.map((text) => v.parse(FolderId, text))
const token = fc.stringMatching(/^[A-Za-z0-9_.~-]{8,64}$/)

const place: fc.Arbitrary<Place> = fc.oneof(
  fc.constantFrom<Place>({ screen: 'today' }, { screen: 'settings' }, { screen: 'sign-in' }),
  fc.record({
    screen: fc.constantFrom('documents', 'bin', 'import', 'units', 'notices', 'record'),
    workspace,
  }),
  fc.record({ screen: fc.constant('folder'), workspace, folder }),
  fc.record({ screen: fc.constant('document'), workspace, document }),
  fc.record({
    screen: fc.constant('version'),
    workspace,
    document,
    version: fc.integer({ min: 1, max: 999_999 }),
  }),
  fc.record({ screen: fc.constantFrom('set-up', 'join', 'password'), token }),
)

describe('addresses', () => {
  test('[U1] reading the address of a place gives that place back', () => {
    fc.assert(
      fc.property(place, (place) => {
        expect(placeAt(pathOf(place))).toEqual(place)
      }),
    )
  })

  test('[U1] no path makes reading it throw, and what is read writes the same screen', () => {
    fc.assert(
      fc.property(fc.webPath(), (path) => {
        const found = placeAt(path)
        if (found !== null) expect(placeAt(pathOf(found))).toEqual(found)
      }),
    )
  })

  test.each([
    '/nowhere',
    '/w//documents',
    '/w/a b/documents',
    '/w/%E0%A4%A/documents',
    `/w/${'x'.repeat(65)}/documents`,
    '/w/a/documents/b/versions/0',
    '/w/a/documents/b/versions/1.5',
    '/w/a/documents/b/versions/-1',
    '/setup/short',
    '/join/<script>alert(1)</script>',
  ])('[U1] %s is no place', (path) => {
    expect(placeAt(path)).toBeNull()
  })

  test('[U1] no two screens share an address', () => {
    expect(new Set(Object.values(PATTERNS)).size).toBe(Object.keys(PATTERNS).length)
  })

  test('a place knows its workspace', () => {
    const workspaceId = v.parse(WorkspaceId, 'w1')
    expect(workspaceIn({ screen: 'units', workspace: workspaceId })).toBe(workspaceId)
    expect(workspaceIn({ screen: 'settings' })).toBeNull()
  })
})
