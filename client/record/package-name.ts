/** A name for a package's file: what no file system takes is left out. */
export function packageName(title: string, number: number): string {
  const plain = title
    .replaceAll(/[\\/:*?"<>|\p{Cc}]/gu, '')
    .trim()
    .slice(0, 80)
  return `${plain === '' ? 'heshu' : plain}-${number}.heshu.json`
}
