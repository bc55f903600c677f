/** What the HTTP edge logs. The route is its pattern: neither paths nor queries nor bodies are ever logged. */
export const HTTP_EVENTS = {
  requestAnswered: {
    level: 'info',
    fields: { requestId: 'id', method: 'id', route: 'id', status: 'count', milliseconds: 'count' },
  },
  requestRefused: { level: 'info', fields: { requestId: 'id', route: 'id', code: 'code' } },
  requestPutOff: { level: 'warn', fields: { requestId: 'id', route: 'id', code: 'code' } },
  requestFailed: { level: 'error', fields: { requestId: 'id', route: 'id', code: 'code' } },
  notReady: { level: 'warn', fields: { code: 'code' } },
} as const;
