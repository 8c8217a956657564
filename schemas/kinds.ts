import type { DocumentKind, KindName } from './kind.ts'
import { matrix } from './matrix/matrix.ts'
import { minutes } from './minutes/minutes.ts'
import { notice } from './notice/notice.ts'
import { plan } from './plan/plan.ts'

/** The registry: a fifth kind is one new folder and one line here. */
export const KINDS: Readonly<Record<KindName, DocumentKind>> = { plan, matrix, minutes, notice }
