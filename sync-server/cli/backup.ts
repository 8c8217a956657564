import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, open, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { backup, DatabaseSync } from 'node:sqlite'
import { pipeline } from 'node:stream/promises'
import { pack } from 'tar-stream'
import type { Millis } from '../../schemas/ids.ts'
import { lineOf, StartFailure } from '../start-failure.ts'
import { BACKUP_FORMAT, BACKUP_PARTS, MANIFEST, type Manifest } from './backup-format.ts'

/**
 * Copies the data into one file while the server goes on working: each database as it stands at one moment (SQLite's
 * online backup), behind a manifest with their hashes. Keys and secrets stay out of it.
 * @param file absolute path; written whole or not at all
 * @returns lower-case hex SHA-256 of the file
 */
export async function backupTo(dataDir: string, file: string, now: Millis): Promise<string> {
  const folder = await mkdtemp(join(dataDir, 'backup-'))
  const half = `${file}.half`
  try {
    const files: Manifest['files'] = []
    for (const name of BACKUP_PARTS) {
      await copyDatabase(join(dataDir, name), join(folder, name))
      const { size } = await stat(join(folder, name))
      files.push({ name, bytes: size, sha256: await sha256Of(join(folder, name)) })
    }
    await writeArchive(half, folder, { format: BACKUP_FORMAT, madeAt: now, files })
    const hash = await sha256Of(half)
    await rename(half, file)
    return hash
  } catch (error) {
    await rm(half, { force: true })
    throw new StartFailure(`备份未完成 no backup was made to ${file}: ${lineOf(error)}`, { cause: error })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function copyDatabase(from: string, to: string): Promise<void> {
  const source = new DatabaseSync(from, { readOnly: true })
  try {
    await backup(source, to)
  } finally {
    source.close()
  }
}

async function writeArchive(path: string, folder: string, manifest: Manifest): Promise<void> {
  const archive = pack()
  const written = pipeline(archive, createWriteStream(path, { mode: 0o600 }))
  const filled = async () => {
    archive.entry({ name: MANIFEST }, JSON.stringify(manifest, null, 2))
    for (const { name, bytes } of manifest.files) {
      await pipeline(createReadStream(join(folder, name)), archive.entry({ name, size: bytes }))
    }
    archive.finalize()
  }
  await Promise.all([filled(), written])
  const handle = await open(path, 'r+')
  await handle.sync()
  await handle.close()
}

/** Lower-case hex SHA-256 of a file. */
export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}
