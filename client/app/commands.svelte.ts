import { untrack } from 'svelte'
import { SvelteMap } from 'svelte/reactivity'
import type { Word } from './language/language.svelte.ts'
import { pressed, type KeyName } from './keys.ts'

/** Where a command stands in the palette and in the key sheet. */
export type CommandGroup = 'go' | 'document' | 'edit' | 'view' | 'app'

/** Something a person can do, by its name in the palette, by its key, or by a button somewhere. */
export interface Command {
  /** Unique and stable, like `app.palette`. A later command of the same id stands in front of an earlier one. */
  readonly id: string
  readonly group: CommandGroup
  readonly title: Word
  /** The key that runs it anywhere in the app; never one that Chinese input methods own (Ctrl+. Ctrl+Space). */
  readonly key?: KeyName
  /** A key some other part handles (the editor); shown in palette and key sheet, not listened to here. */
  readonly shownKey?: KeyName
  /** False: not possible at this moment; the palette leaves it out and its key does nothing. Read each time. */
  readonly isPossible?: () => boolean
  readonly run: () => void
}

/** The commands of this tab: the app's own and those the present screen has added. */
export class Commands {
  readonly #byId = new SvelteMap<string, readonly Command[]>()

  /** All that are possible now, each once. Reactive. */
  get possible(): readonly Command[] {
    return this.all.filter((command) => command.isPossible?.() ?? true)
  }

  get all(): readonly Command[] {
    return [...this.#byId.values()].flatMap((stack) => stack.at(-1) ?? [])
  }

  /** Adds commands; call the returned function (from an attachment's or effect's teardown) to take them away. */
  add(commands: readonly Command[]): () => void {
    // An effect that adds commands must not come to depend on what others have added: it would never rest.
    untrack(() => this.#put(commands))
    return () => untrack(() => this.#take(commands))
  }

  #put(commands: readonly Command[]): void {
    for (const command of commands) {
      this.#byId.set(command.id, [...(this.#byId.get(command.id) ?? []), command])
    }
  }

  #take(commands: readonly Command[]): void {
    for (const command of commands) {
      const rest = (this.#byId.get(command.id) ?? []).filter((other) => other !== command)
      if (rest.length === 0) this.#byId.delete(command.id)
      else this.#byId.set(command.id, rest)
    }
  }

  /** Listens for the keys of commands. Call the returned function to stop. */
  start(): () => void {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented) return
      const key = pressed(event)
      const command = key === null ? undefined : this.possible.find((command) => command.key === key)
      if (command === undefined) return
      event.preventDefault()
      // A question on screen is answered first; the browser's own meaning of the key is kept away all the same.
      if (document.querySelector('[aria-modal="true"]') === null) command.run()
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }

  /** Runs a command by its id; false when it does not exist or is not possible now. */
  run(id: string): boolean {
    const command = this.possible.find((command) => command.id === id)
    command?.run()
    return command !== undefined
  }
}
