import * as v from 'valibot'

/** Names the form of a backup: a tar file with the manifest first, then the databases it names. */
export const BACKUP_FORMAT = 'heshu-backup-1'

export const MANIFEST = 'manifest.json'

/** The databases in a data folder. Keys and the session secret are not among them. */
export const BACKUP_PARTS = ['heshu.db', 'accounts.sqlite'] as const

export const Manifest = v.strictObject({
  format: v.literal(BACKUP_FORMAT),
  madeAt: v.number(),
  files: v.array(
    v.strictObject({
      name: v.picklist(BACKUP_PARTS),
      bytes: v.number(),
      sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
    }),
  ),
})
export type Manifest = v.InferInput<typeof Manifest>

/** Stands in a data folder while its files are being replaced; a server does not start beside it. */
export const RESTORE_MARK = 'restore-unfinished'
