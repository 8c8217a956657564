import { registerSW } from 'virtual:pwa-register'

/** How often a tab that stays open asks for a newer program, in milliseconds. */
const LOOK_EVERY_MS = 60 * 60_000

/**
 * `ready`: a newer program is downloaded and waits. `elsewhere`: another tab switched to it; this one still runs the old
 * one and should open again soon.
 */
export type UpdateState = 'none' | 'ready' | 'elsewhere'

/** The program's own renewal: it comes by itself, and is applied only when a person says so (facts.md §1). [U11] */
export class ProgramUpdate {
  #state: UpdateState = $state('none')
  #isAsked = false
  #switchOver: (() => Promise<void>) | null = null
  #composing = 0

  get state(): UpdateState {
    return this.#state
  }

  /** Whether somebody is in the middle of a Chinese word right now. */
  get isComposing(): boolean {
    return this.#composing > 0
  }

  /** Registers the service worker and looks for newer programs. Call the returned function to stop looking. */
  start(): () => void {
    let registration: ServiceWorkerRegistration | undefined
    this.#switchOver = registerSW({
      onNeedRefresh: () => {
        this.#state = 'ready'
      },
      onNeedReload: () => {
        if (this.#isAsked) location.reload()
        else this.#state = 'elsewhere'
      },
      onRegisteredSW: (_url, registered) => {
        registration = registered
      },
      onRegisterError: (cause: unknown) => console.warn('offline work could not be prepared', cause),
    })
    const timer = setInterval(() => void look(registration), LOOK_EVERY_MS)
    const begin = (): void => {
      this.#composing = 1
    }
    const end = (): void => {
      this.#composing = 0
    }
    addEventListener('compositionstart', begin, true)
    addEventListener('compositionend', end, true)
    return () => {
      clearInterval(timer)
      removeEventListener('compositionstart', begin, true)
      removeEventListener('compositionend', end, true)
    }
  }

  /** Switches to the newer program and opens this tab again. Call only when nothing would be lost by it. */
  async apply(): Promise<void> {
    this.#isAsked = true
    if (this.#state === 'elsewhere') location.reload()
    else await this.#switchOver?.()
  }
}

async function look(registration: ServiceWorkerRegistration | undefined): Promise<void> {
  try {
    await registration?.update()
  } catch (cause) {
    // No network at this hour; the next look is as good.
    console.info('no newer program could be looked for', cause)
  }
}
