import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'

const ROOT = resolve(import.meta.dirname, '..')
const HOUSES = ['schemas', 'client', 'sync-server', 'test'] as const
type House = (typeof HOUSES)[number]

/** Who may import whom (design.md §3). */
const MAY_IMPORT: Readonly<Record<House, readonly House[]>> = {
  schemas: ['schemas'],
  client: ['client', 'schemas'],
  'sync-server': ['sync-server', 'schemas'],
  test: ['test', 'client', 'sync-server', 'schemas'],
}

/** Packages `schemas` may use: none of them needs a DOM, a disk, a clock or the network. */
const PURE_PACKAGES =
  /^(yjs|lib0(\/.*)?|y-protocols(\/.*)?|valibot|canonicalize|fractional-indexing|@noble\/(hashes|curves)(\/.*)?|prosemirror-(model|state|transform|commands|keymap))$/

/** Names that would tie `schemas` to a browser, to Node, to a clock or to chance. */
const IMPURE =
  /\b(window\.|document\.(create|query|get|body|add)|localStorage|sessionStorage|indexedDB|navigator\.|process\.|Buffer\.|__dirname|fetch\(|setTimeout\(|setInterval\(|setImmediate\(|queueMicrotask\(|requestAnimationFrame\(|Date\.now\(|new Date\(\)|performance\.now\(|Math\.random\(|crypto\.(subtle|getRandomValues|randomUUID))/

/** Files at the rim that hold a timer themselves. A deciding part is given `Timers` instead (client/replica/timers.ts). */
const RIM = new Set([
  'client/app/alerts.svelte.ts',
  'client/app/clock.svelte.ts',
  'client/app/download.ts',
  'client/app/program-update.svelte.ts',
  'client/app/shell/SaveStateButton.svelte',
  'client/editor/editor-status.svelte.ts',
  'client/editor/plugins/carets.ts',
  'client/editor/plugins/composition.ts',
  'client/editor/plugins/left-behind.ts',
  'client/editor/plugins/typed-labels.ts',
  'client/plan/live-plan.svelte.ts',
  'client/replica/timers.ts',
  'sync-server/compaction.ts',
  'sync-server/launch/build-client.ts',
  'sync-server/launch/with-parent.ts',
  'sync-server/peer-socket.ts',
  'sync-server/record/content-reader.ts',
  'sync-server/record/quiet.ts',
  'sync-server/room.ts',
  'sync-server/run.ts',
  'sync-server/server.ts',
  'sync-server/sockets.ts',
  'sync-server/store/sqlite-worker.ts',
])

interface Module {
  readonly path: string
  readonly house: House
  readonly source: string
  readonly imports: readonly string[]
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (['node_modules', 'dist', 'samples', 'peers'].includes(entry.name)) return []
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return filesBelow(path)
    return /\.(ts|svelte)$/.test(entry.name) ? [path] : []
  })
}

const IMPORT =
  /(?:^|[\s;])(?:import|export)\s(?:[^'"`;]*?\sfrom\s)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g

function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1')
}

const modules: readonly Module[] = HOUSES.flatMap((house) =>
  filesBelow(join(ROOT, house)).map((path) => {
    const source = withoutComments(readFileSync(path, 'utf8'))
    const imports = [...source.matchAll(IMPORT)].map((match) => match[1] ?? match[2] ?? '')
    return { path: relative(ROOT, path), house, source, imports }
  }),
)

function houseOf(path: string): House | undefined {
  return HOUSES.find((house) => path === house || path.startsWith(`${house}/`))
}

/** The project file an import names; null for a package. */
function target(module: Module, specifier: string): string | null {
  // A worker is a program of its own; naming its address ties no knot.
  if (!specifier.startsWith('.') || specifier.includes('?worker')) return null
  return relative(ROOT, resolve(ROOT, dirname(module.path), specifier.replace(/\?.*$/, '')))
}

describe('the house', () => {
  test('[G1] client and server share schemas and never import each other', () => {
    const wrong = modules.flatMap((module) =>
      module.imports.flatMap((specifier) => {
        const path = target(module, specifier)
        const house = path === null ? undefined : houseOf(path)
        return house === undefined || MAY_IMPORT[module.house].includes(house)
          ? []
          : [`${module.path} imports ${specifier}`]
      }),
    )
    expect(wrong).toEqual([])
  })

  test('[G2] no import goes in a circle', () => {
    expect(circles()).toEqual([])
  })

  test('[G3] schemas know no DOM, no Node, no clock and no chance', () => {
    const impure = modules
      .filter((module) => module.house === 'schemas')
      .flatMap((module) => {
        const packages = module.imports.filter((name) => !name.startsWith('.') && !PURE_PACKAGES.test(name))
        const names = IMPURE.exec(module.source)
        return packages
          .map((name) => `${module.path} imports ${name}`)
          .concat(names === null ? [] : [`${module.path}: ${names[0]}`])
      })
    expect(impure).toEqual([])
  })

  test('[G6] raw timers stand at the rim alone, where something ends them', () => {
    const held = modules
      .filter(({ house, source }) => house !== 'test' && /\bset(Timeout|Interval)\(/.test(source))
      .map(({ path }) => path)
    expect(held.filter((path) => !RIM.has(path))).toEqual([])
  })

  test('[G7] tests wait for conditions, never for time', () => {
    // A bench paces its colleague's typing; nothing passes or fails by it.
    const tests = modules.filter(({ house, path }) => house === 'test' && !path.startsWith('test/bench/'))
    const asleep = tests.filter(({ source }) => /\bwaitForTimeout\(/.test(source))
    expect(asleep.map(({ path }) => path)).toEqual([])
  })

  test('[G4] a file offers its own names: nothing is re-exported through an index', () => {
    expect(modules.filter(({ path }) => /(^|\/)index\.ts$/.test(path)).map(({ path }) => path)).toEqual([])
  })

  test('[G5] the top level holds the four folders and what tools demand', () => {
    const allowed = new Set([
      ...HOUSES,
      'package.json',
      'package-lock.json',
      'tsconfig.json',
      'vite.config.ts',
      'README.md',
      'LICENSE',
      'node_modules',
      'data',
    ])
    const strangers = readdirSync(ROOT).filter((name) => !name.startsWith('.') && !allowed.has(name))
    expect(strangers).toEqual([])
  })
})

/** Import circles, each as `a -> b -> a`; type-only imports count too, since they tie the same knots in heads. */
function circles(): string[] {
  const byPath = new Map(modules.map((module) => [module.path, module]))
  const done = new Set<string>()
  const found: string[] = []
  const walk = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path)
    if (at >= 0) {
      found.push([...trail.slice(at), path].join(' -> '))
      return
    }
    const module = byPath.get(path)
    if (module === undefined || done.has(path)) return
    for (const specifier of module.imports) {
      const next = target(module, specifier)
      if (next !== null) walk(next, [...trail, path])
    }
    done.add(path)
  }
  for (const { path } of modules) walk(path, [])
  return found
}
