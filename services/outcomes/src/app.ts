import type { HttpApp } from '@credlink/runtime';
import etag from '@fastify/etag';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import type { OutcomesContext } from './context.ts';
import { listCellsRoute } from './routes/list-cells.ts';
import { listDefinitionsRoute } from './routes/list-definitions.ts';
import { listKeysRoute } from './routes/list-keys.ts';
import { listReleasesRoute } from './routes/list-releases.ts';
import { listTablesRoute } from './routes/list-tables.ts';
import { showCertificateRoute } from './routes/show-certificate.ts';
import { showLatticeRoute } from './routes/show-lattice.ts';
import { showReleaseRoute } from './routes/show-release.ts';
import { showTableRoute } from './routes/show-table.ts';

/** Adds documentation and routes. Entity tags are digests of the reply, so they say no more than the reply does. */
export async function addOutcomes(app: HttpApp, context: OutcomesContext): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'credlink outcomes',
        version: '1.0.0',
        description:
          'Released statistics on credential outcomes. Every figure is protected by disclosure control: a cell has a ' +
          'status, and a number only where the status is "ok" or "carried". A request outside the published lattice ' +
          'is answered "not_in_cube". Begin with the tables of the release "latest": they name every dimension, code and ' +
          'measure. For a spreadsheet, ask for cells with "format=csv".',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
    },
    transform: jsonSchemaTransform,
  });
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    theme: { title: 'credlink outcomes' },
    uiConfig: { layout: 'BaseLayout', tryItOutEnabled: true },
  });
  await app.register(etag);
  app.get('/', { schema: { hide: true } }, (_, reply) => reply.redirect('/docs'));
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
  for (const addRoute of [
    listReleasesRoute,
    showReleaseRoute,
    showCertificateRoute,
    showLatticeRoute,
    listKeysRoute,
    listDefinitionsRoute,
    listTablesRoute,
    showTableRoute,
    listCellsRoute,
  ]) {
    addRoute(app, context);
  }
}
