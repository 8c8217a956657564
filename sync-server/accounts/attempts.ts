import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { Refused } from '../refusal.ts'
import { canonicalLogin } from './auth.ts'

/** Failures are counted over this long, in seconds. */
const WINDOW_SECONDS = 300

/** One address may fail for this many times as many logins: a whole office may sit behind one address. */
const LOGINS_PER_ADDRESS = 10

/** Looks at links from one address within the window. A link has 256 bits; this only keeps the noise down. */
const LINK_LOOKS = 300

/** Holds back guessing at passwords and links. Only failures count: whoever knows a password is never kept waiting. */
export class Attempts {
  readonly #byLogin: RateLimiterMemory
  readonly #byAddress: RateLimiterMemory
  readonly #byLink = new RateLimiterMemory({ points: LINK_LOOKS, duration: WINDOW_SECONDS })

  /** @param failures wrong passwords for one login from one address before it must wait */
  constructor(failures: number) {
    this.#byLogin = new RateLimiterMemory({ points: failures, duration: WINDOW_SECONDS })
    this.#byAddress = new RateLimiterMemory({
      points: failures * LOGINS_PER_ADDRESS,
      duration: WINDOW_SECONDS,
    })
  }

  /** @throws Refused 'too-fast' when this login, from this address, has been tried too often */
  async checkSignIn(login: string, address: string): Promise<void> {
    const counts = await Promise.all([this.#byLogin.get(keyOf(login, address)), this.#byAddress.get(address)])
    const [ofLogin, ofAddress] = counts
    if (isUsedUp(ofLogin, this.#byLogin) || isUsedUp(ofAddress, this.#byAddress)) throw tooFast()
  }

  /** Counts a wrong password. */
  async failed(login: string, address: string): Promise<void> {
    await Promise.all([this.#byLogin.penalty(keyOf(login, address)), this.#byAddress.penalty(address)])
  }

  /** Forgets the failures of a login that has now signed in. */
  async succeeded(login: string, address: string): Promise<void> {
    await this.#byLogin.delete(keyOf(login, address))
  }

  /** Counts a look at a link. @throws Refused 'too-fast' */
  async link(address: string): Promise<void> {
    try {
      await this.#byLink.consume(address)
    } catch (error) {
      if (error instanceof RateLimiterRes) throw tooFast()
      throw error
    }
  }
}

function keyOf(login: string, address: string): string {
  return `${address} ${canonicalLogin(login)}`
}

function isUsedUp(count: RateLimiterRes | null, limiter: RateLimiterMemory): boolean {
  return count !== null && count.consumedPoints >= limiter.points
}

function tooFast(): Refused {
  return new Refused('too-fast', '尝试次数过多，请五分钟后再试 too many attempts; try again in five minutes')
}
