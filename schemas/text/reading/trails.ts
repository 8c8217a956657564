import type { ReadBlock } from './blocks.ts'

/** For each block the headings above it, from the root down, its own included. */
export function headingTrails(blocks: readonly ReadBlock[]): readonly (readonly ReadBlock[])[] {
  let open: readonly ReadBlock[] = []
  return blocks.map((block) => {
    if (block.label === undefined) return open
    open = [...open.filter((above) => above.level < block.level), block]
    return open
  })
}
