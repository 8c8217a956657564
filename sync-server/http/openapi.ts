import { toJsonSchema } from '@valibot/to-json-schema'
import type * as v from 'valibot'
import { ApiError } from '../../schemas/protocol/api.ts'
import type { Route } from './route.ts'

/** Describes the API from the very parsers that stand at its doors, so the description cannot fall behind. */
export function describeApi(routes: readonly Route[]): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Heshu 合署', version: '1' },
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'heshu.session_token' },
        token: { type: 'http', scheme: 'bearer' },
      },
    },
    security: [{ session: [] }, { token: [] }],
    paths,
  }
}

function operation({ path, summary, body, answers }: Route): object {
  const parameters = [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
  return {
    summary,
    parameters,
    ...(body === null ? {} : { requestBody: { required: true, content: json(body) } }),
    responses: {
      '2XX': { description: 'Done', ...(answers === null ? {} : { content: json(answers) }) },
      default: { description: 'Refused', content: json(ApiError) },
    },
  }
}

function json(schema: v.GenericSchema): object {
  const described = toJsonSchema(schema, { errorMode: 'ignore' })
  return { 'application/json': { schema: { ...described, $schema: undefined } } }
}
