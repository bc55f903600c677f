# One image for every service; the command says which. No build step: Node runs the TypeScript as it is.
FROM node:24-slim
WORKDIR /credlink
COPY package.json package-lock.json .npmrc ./
COPY packages packages
COPY services services
COPY migrations migrations
RUN npm ci --omit=dev --omit=optional --ignore-scripts && npm cache clean --force \
  && mkdir -p /vault/identity /vault/facts /vault/links /vault/release /spool && chown -R node:node /vault /spool
USER node
ENTRYPOINT ["node"]
