import { CatalogueView, rejected } from '@credlink/contracts';
import type { HttpApp } from '@credlink/runtime';
import { findCatalogue } from '@credlink/store';
import type { StewardContext } from '../context.ts';
import { catalogueView } from '../views.ts';

export function showCatalogue(app: HttpApp, { db, authentication }: StewardContext): void {
  app.get(
    '/v1/catalogue',
    { onRequest: authentication.hook, schema: { response: { 200: CatalogueView } } },
    async () => {
      const inForce = await findCatalogue(db);
      if (inForce === null) throw rejected('not_found', 'there is no catalogue yet');
      return catalogueView(inForce);
    },
  );
}
