/** What a page under measurement offers: Heshu's and the bare one the same. */
export interface Bench {
  load(paragraphs: readonly BenchParagraph[]): void
  open(): void
  caretIn(index: number): void
  /** A colleague types one character in the middle of a block; it arrives as an update. */
  peerTypes(index: number): void
}

export interface BenchParagraph {
  readonly level: 0 | 1 | 2 | 3 | 4
  readonly text: string
}

declare global {
  interface Window {
    bench: Bench
  }
}
