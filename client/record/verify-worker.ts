import { verifyPackage } from '../../schemas/record/package.ts'
import type { VerifyQuestion } from './package-file.ts'

addEventListener('message', ({ data }: MessageEvent<VerifyQuestion>) => {
  postMessage(verifyPackage(data.bytes, data.remembered))
})
