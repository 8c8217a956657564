import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { extract } from 'tar-stream'
import * as v from 'valibot'
import type { Millis } from '../../schemas/ids.ts'
import { lineOf, StartFailure } from '../start-failure.ts'
import { lockDataDir } from '../store/lock.ts'
import { StoreError } from '../store/store.ts'
import { sha256Of } from './backup.ts'
import { BACKUP_PARTS, MANIFEST, Manifest, RESTORE_MARK } from './backup-format.ts'

/**
 * Puts a backup's data in place of a data folder's. All of it is unpacked and checked first; what was there is moved
 * aside, not deleted.
 * @returns the folder in which the former data lies, or null when there was none
 * @throws StartFailure when the file is no whole backup, or a server runs on the folder; then nothing was changed
 */
export async function restoreFrom(file: string, dataDir: string, now: Millis): Promise<string | null> {
  await mkdir(dataDir, { recursive: true })
  const unlock = lock(dataDir)
  const folder = await mkdtemp(join(dataDir, 'restore-'))
  try {
    await unpack(file, folder)
    return await replace(dataDir, folder, now)
  } catch (error) {
    throw new StartFailure(`未恢复 ${file} was not restored: ${lineOf(error)}`, { cause: error })
  } finally {
    await rm(folder, { recursive: true, force: true })
    unlock()
  }
}

function lock(dataDir: string): () => void {
  try {
    return lockDataDir(dataDir)
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== 'locked') throw error
    throw new StartFailure(`请先停止合署服务 stop the server first: ${error.message}`, { cause: error })
  }
}

async function unpack(file: string, folder: string): Promise<void> {
  let manifest: v.InferOutput<typeof Manifest> | null = null
  const reading = extract()
  const source = pipeline(createReadStream(file), reading)
  const read = async () => {
    for await (const entry of reading) {
      const { name } = entry.header
      if (name === MANIFEST) manifest = v.parse(Manifest, JSON.parse(await text(entry)))
      else if (!BACKUP_PARTS.some((part) => part === name)) throw new Error(`it holds ${name}`)
      else await pipeline(entry, createWriteStream(join(folder, name)))
    }
  }
  await Promise.all([read(), source])
  await check(folder, manifest)
}

async function check(folder: string, manifest: v.InferOutput<typeof Manifest> | null): Promise<void> {
  if (manifest === null) throw new Error('不是合署的备份 it is not a backup of Heshu')
  for (const part of BACKUP_PARTS) {
    const stated = manifest.files.find(({ name }) => name === part)
    const path = join(folder, part)
    if (stated === undefined || !existsSync(path)) throw new Error(`${part} is missing in it`)
    if ((await sha256Of(path)) !== stated.sha256) throw new Error(`${part} is damaged: its hash differs`)
    checkDatabase(path, part)
  }
}

function checkDatabase(path: string, part: string): void {
  const database = new DatabaseSync(path)
  try {
    const [row] = database.prepare('PRAGMA integrity_check').all()
    if (row?.integrity_check !== 'ok') throw new Error(`${part} is damaged: ${String(row?.integrity_check)}`)
    // Out of WAL mode and back leaves one file alone, with nothing beside it to be moved.
    database.exec('PRAGMA journal_mode = DELETE')
  } finally {
    database.close()
  }
}

/** Between the first move and the last the folder is marked: a server that starts in between must not find it empty. */
async function replace(dataDir: string, folder: string, now: Millis): Promise<string | null> {
  const mark = join(dataDir, RESTORE_MARK)
  await writeFile(mark, 'heshu restore\n', { flush: true })
  const old = BACKUP_PARTS.flatMap((part) => [part, `${part}-wal`, `${part}-shm`]).filter((name) =>
    existsSync(join(dataDir, name)),
  )
  const aside = join(dataDir, `before-restore-${now}`)
  if (old.length > 0) await mkdir(aside, { mode: 0o700 })
  for (const name of old) await rename(join(dataDir, name), join(aside, name))
  for (const part of BACKUP_PARTS) await rename(join(folder, part), join(dataDir, part))
  await rm(mark)
  return old.length > 0 ? aside : null
}
