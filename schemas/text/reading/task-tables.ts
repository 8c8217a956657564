import { namesIn } from './bodies.ts'
import type { ReadBlock } from './blocks.ts'
import type { Responsibility } from './reading.ts'
import type { DatedSpan } from './stages.ts'

type Column = 'task' | 'lead' | 'duty' | 'support' | 'due'

const COLUMNS: readonly (readonly [RegExp, Column])[] = [
  [/牵头|主办|主责/, 'lead'],
  [/配合|协办|参与|协同/, 'support'],
  [/责任(?:单位|部门|主体)|承办|实施单位|负责单位/, 'duty'],
  [/时限|时间|期限|进度/, 'due'],
  [/任务|事项|内容|项目|措施|工作|举措/, 'task'],
]

interface Cell {
  readonly start: number
  readonly end: number
}

function cellsOf(folded: string): Cell[] {
  const cells: Cell[] = []
  let start = 0
  for (const cell of folded.split('\t')) {
    cells.push({ start, end: start + cell.length })
    start += cell.length + 1
  }
  return cells
}

function columnsOf(block: ReadBlock): Map<number, Column> | null {
  const columns = new Map<number, Column>()
  cellsOf(block.folded).forEach(({ start, end }, index) => {
    const head = block.folded.slice(start, end).replace(/ /g, '')
    if (head.length > 10) return
    const column = COLUMNS.find(([pattern]) => pattern.test(head))?.[1]
    if (column !== undefined) columns.set(index, column)
  })
  const has = (column: Column) => [...columns.values()].includes(column)
  return (has('lead') || has('duty')) && has('task') ? columns : null
}

function rowTask(
  block: ReadBlock,
  columns: ReadonlyMap<number, Column>,
  dated: readonly DatedSpan[],
): Responsibility | null {
  const cells = cellsOf(block.folded)
  const textOf = (column: Column) =>
    cells
      .filter((_, index) => columns.get(index) === column)
      .map(({ start, end }) => ({
        start,
        words: block.text.slice(start, end).trim(),
        folded: block.folded.slice(start, end),
      }))
  const namesOf = (column: Column) =>
    textOf(column)
      .flatMap(({ start, folded }) =>
        namesIn(folded).map((name) => block.text.slice(start + name.start, start + name.end).trim()),
      )
      .filter((name) => name !== '' && name !== '-')
  const lead = namesOf('lead')
  const duty = namesOf('duty')
  const heads = lead.length > 0 ? lead : duty
  const task = textOf('task')
    .map(({ words }) => words)
    .filter((words) => words !== '')
  if (heads.length === 0 || task.length === 0) return null
  const dueCell = cells.find((_, index) => columns.get(index) === 'due')
  const due = dated.find(
    (each) =>
      each.block === block.index &&
      dueCell !== undefined &&
      each.expression.start >= dueCell.start &&
      each.expression.end <= dueCell.end,
  )
  return {
    task: task.at(-1) ?? '',
    lead: heads,
    support: lead.length > 0 ? [...duty, ...namesOf('support')] : namesOf('support'),
    due: due?.dates.end ?? null,
    section: block.section,
    place: { block: block.index, start: 0, end: block.text.length },
    text: block.text,
    confidence: 'sure',
    basis: 'words',
  }
}

/** Tasks from tables pasted as tab-separated lines, whose head row names a task and a responsible body. */
export function findTableTasks(blocks: readonly ReadBlock[], dated: readonly DatedSpan[]): Responsibility[] {
  const found: Responsibility[] = []
  let columns: Map<number, Column> | null = null
  for (const block of blocks) {
    if (block.role !== 'table') columns = null
    else {
      const heads = columnsOf(block)
      if (heads !== null) columns = heads
      else if (columns !== null) {
        const task = rowTask(block, columns, dated)
        if (task !== null) found.push(task)
      }
    }
  }
  return found
}
