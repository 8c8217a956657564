import { version } from '../../package.json'

/** The version of this program. */
export const APP_VERSION: string = version
