import type { DatabaseSync } from 'node:sqlite'
import * as v from 'valibot'
import { type DocumentId, WorkspaceId } from '../../schemas/ids.ts'
import { VersionReason, VersionSummary } from '../../schemas/protocol/api.ts'
import { StoreError, type StoredVersion } from './store.ts'

/** An entry of the chain, without its content. */
interface ChainEntry {
  readonly entry: Uint8Array
  readonly signature: Uint8Array
  readonly keyId: string
}

/** The record's versions in one SQLite database. Runs in the store's worker. */
export class SqliteVersions {
  readonly #database: DatabaseSync

  constructor(database: DatabaseSync) {
    this.#database = database
  }

  add(version: StoredVersion, requestId: string | null): void {
    const { documentId, number } = version.summary
    this.#database.exec('BEGIN IMMEDIATE')
    try {
      const last = this.#lastNumber(documentId)
      if (number !== last + 1) throw new StoreError('conflict', `version ${number} after ${last}`)
      this.#insert(version)
      if (requestId !== null) {
        this.#database
          .prepare('INSERT INTO version_requests (document, request, number) VALUES (?, ?, ?)')
          .run(documentId, requestId, number)
      }
      this.#database.exec('COMMIT')
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK')
      throw error
    }
  }

  #lastNumber(documentId: DocumentId): number {
    const row = this.#database
      .prepare('SELECT max(number) AS last FROM versions WHERE document = ?')
      .get(documentId)
    return Number(row?.last ?? 0)
  }

  #insert({ summary, workspaceId, reason, entry, signature, keyId, content, states }: StoredVersion): void {
    const { documentId, number, time } = summary
    this.#database
      .prepare(
        `INSERT INTO versions (document, number, workspace, reason, summary, time, entry, signature, key_id, content)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        documentId,
        number,
        workspaceId,
        reason,
        JSON.stringify(summary),
        time,
        entry,
        signature,
        keyId,
        content,
      )
    const add = this.#database.prepare(
      'INSERT INTO version_states (document, number, part, bytes) VALUES (?, ?, ?, ?)',
    )
    for (const [part, bytes] of states) add.run(documentId, number, part, bytes)
  }

  byRequest(documentId: DocumentId, requestId: string): VersionSummary | null {
    const row = this.#database
      .prepare(
        `SELECT summary FROM version_requests JOIN versions USING (document, number)
         WHERE document = ? AND request = ?`,
      )
      .get(documentId, requestId)
    return row === undefined ? null : readSummary(row.summary)
  }

  list(documentId: DocumentId): VersionSummary[] {
    return this.#database
      .prepare('SELECT summary FROM versions WHERE document = ? ORDER BY number')
      .all(documentId)
      .map((row) => readSummary(row.summary))
  }

  get(documentId: DocumentId, number: number): StoredVersion | null {
    const row = this.#database
      .prepare('SELECT * FROM versions WHERE document = ? AND number = ?')
      .get(documentId, number)
    if (row === undefined) return null
    const states = this.#database
      .prepare('SELECT part, bytes FROM version_states WHERE document = ? AND number = ? ORDER BY part')
      .all(documentId, number)
    return {
      summary: readSummary(row.summary),
      workspaceId: v.parse(WorkspaceId, row.workspace),
      reason: v.parse(VersionReason, row.reason),
      entry: readBlob(row.entry),
      signature: readBlob(row.signature),
      keyId: String(row.key_id),
      content: readBlob(row.content),
      states: new Map(states.map(({ part, bytes }) => [String(part), readBlob(bytes)])),
    }
  }

  chain(documentId: DocumentId, upTo: number): ChainEntry[] {
    return this.#database
      .prepare(
        'SELECT entry, signature, key_id FROM versions WHERE document = ? AND number <= ? ORDER BY number',
      )
      .all(documentId, upTo)
      .map((row) => ({
        entry: readBlob(row.entry),
        signature: readBlob(row.signature),
        keyId: String(row.key_id),
      }))
  }
}

function readSummary(value: unknown): VersionSummary {
  return v.parse(VersionSummary, JSON.parse(String(value)))
}

function readBlob(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value
  throw new StoreError('unreadable', 'a version has no bytes where it should')
}
