import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { readIntakeConfig } from '@credlink/intake';
import { readKeyholderConfig } from '@credlink/keyholder';
import { readLinkerConfig } from '@credlink/linker';
import { readOutcomesConfig } from '@credlink/outcomes';
import { readPublisherConfig } from '@credlink/publisher';
import type { Environment } from '@credlink/runtime';
import { readStewardConfig } from '@credlink/steward';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readMigrateConfig } from '../../packages/store/src/migrate-command.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const TEXT = readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8');
const EXAMPLE = parseEnv(readFileSync(join(ROOT, 'deploy', 'example.env'), 'utf8'));

const Service = z.object({
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()),
  volumes: z.array(z.string()).default([]),
  networks: z.array(z.string()),
  ports: z.array(z.string()).default([]),
  read_only: z.boolean().default(false),
  cap_drop: z.array(z.string()).default([]),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
});
const { services, volumes, networks } = z
  .object({
    services: z.record(z.string(), Service),
    volumes: z.record(z.string(), z.null()),
    networks: z.record(z.string(), z.object({ internal: z.boolean() }).nullable()),
  })
  .parse(parse(TEXT, { merge: true }));

/** Of each program: what reads its settings, and what only it may have. */
const PROGRAMS = {
  keyholder: {
    read: readKeyholderConfig,
    secrets: ['KEYHOLDER_PASSWORD', 'NEXT_OPRF_KEY', 'OPRF_KEY'],
    volumes: [],
    networks: ['edge', 'database'],
  },
  intake: {
    read: readIntakeConfig,
    secrets: ['INTAKE_PASSWORD', 'NEXT_VAULT_LAYER_KEY', 'REDIS_PASSWORD', 'VAULT_KEY', 'VAULT_LAYER_KEY'],
    volumes: ['identity:/vault/identity', 'facts:/vault/facts', 'spool:/spool'],
    networks: ['edge', 'database', 'queue'],
  },
  linker: {
    read: readLinkerConfig,
    secrets: ['LINKER_PASSWORD', 'REDIS_PASSWORD'],
    volumes: ['identity:/vault/identity:ro', 'links:/vault/links', 'linker-temporary:/temporary'],
    networks: ['database', 'queue'],
  },
  publisher: {
    read: readPublisherConfig,
    secrets: ['CONCENTRATION_LIMITS', 'PUBLISHER_PASSWORD', 'REDIS_PASSWORD', 'RELEASE_KEY'],
    volumes: [
      'facts:/vault/facts:ro',
      'links:/vault/links:ro',
      'release:/vault/release',
      'ledger:/vault/ledger',
      'publisher-temporary:/temporary',
    ],
    networks: ['database', 'queue'],
  },
  steward: {
    read: readStewardConfig,
    secrets: ['STEWARD_PASSWORD', 'REDIS_PASSWORD'],
    volumes: [],
    networks: ['edge', 'database', 'queue'],
  },
  outcomes: {
    read: readOutcomesConfig,
    secrets: ['OUTCOMES_PASSWORD'],
    volumes: [],
    networks: ['edge', 'database'],
  },
} satisfies Record<
  string,
  {
    readonly read: (environment: Environment) => unknown;
    readonly secrets: readonly string[];
    readonly volumes: readonly string[];
    readonly networks: readonly string[];
  }
>;
const NAMES = Object.keys(PROGRAMS) as (keyof typeof PROGRAMS)[];

function serviceOf(name: string): z.infer<typeof Service> {
  const service = services[name];
  if (service === undefined) throw new Error(`no service ${name}`);
  return service;
}

const namesIn = (text: string): string[] =>
  [...text.matchAll(/\$\{(\w+):[?-]\}/g)].map((match) => match[1] ?? '');

/** As compose would: every placeholder replaced by what the example says. */
function filledIn(environment: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      value.replace(/\$\{(\w+):[?-]\}/g, (_, variable: string) => EXAMPLE[variable] ?? ''),
    ]),
  );
}

test('the example has every variable that is asked for, and no other', () => {
  expect([...new Set(namesIn(TEXT))].toSorted()).toEqual(Object.keys(EXAMPLE).toSorted());
});

test('there are the services, what they need, and nothing else', () => {
  expect(Object.keys(services).toSorted()).toEqual([...NAMES, 'migrate', 'postgres', 'redis'].toSorted());
});

test.each(NAMES)('%s accepts its settings, and every one it needs is there', (name) => {
  expect(() => PROGRAMS[name].read(filledIn(serviceOf(name).environment))).not.toThrow();
});

test.each(NAMES)('%s accepts its own example.env', (name) => {
  const example = parseEnv(readFileSync(join(ROOT, 'services', name, 'example.env'), 'utf8'));
  expect(() => PROGRAMS[name].read(example)).not.toThrow();
  expect(new URL(example.CREDLINK_DATABASE_URL ?? '').username).toBe(`credlink_${name}`);
});

test.each(NAMES)('%s names every setting it knows in its help', (name) => {
  const help = readFileSync(join(ROOT, 'services', name, 'src', 'main.ts'), 'utf8');
  const example = parseEnv(readFileSync(join(ROOT, 'services', name, 'example.env'), 'utf8'));
  for (const variable of Object.keys(example)) expect(help).toContain(`  ${variable} `);
});

test.each(NAMES)('%s logs in as itself and holds only the secrets it needs', (name) => {
  const { environment } = serviceOf(name);
  expect(new URL(filledIn(environment).CREDLINK_DATABASE_URL ?? '').username).toBe(`credlink_${name}`);
  expect(namesIn(Object.values(environment).join(' ')).toSorted()).toEqual(PROGRAMS[name].secrets.toSorted());
});

test.each(NAMES)('%s reaches only the folders and the networks it needs', (name) => {
  const service = serviceOf(name);
  expect(service.volumes).toEqual(PROGRAMS[name].volumes);
  expect(service.networks).toEqual(PROGRAMS[name].networks);
  expect(service.ports.length > 0).toBe(service.networks.includes('edge'));
});

test('databases and queue are reached from inside only, and published ports from this machine only', () => {
  expect(networks).toEqual({ edge: null, database: { internal: true }, queue: { internal: true } });
  for (const name of ['postgres', 'redis', 'migrate']) expect(serviceOf(name).ports).toEqual([]);
  for (const name of NAMES) {
    const { environment, ports } = serviceOf(name);
    const port = environment.CREDLINK_PORT;
    expect(ports).toEqual(port === undefined ? [] : [`127.0.0.1:${port}:${port}`]);
  }
});

test('the OPRF key is the keyholder’s alone, the vault key intake’s alone', () => {
  const holdersOf = (secret: string) =>
    Object.keys(services).filter((name) => JSON.stringify(serviceOf(name)).includes(secret));
  expect(holdersOf('OPRF_KEY')).toEqual(['keyholder']);
  expect(holdersOf('VAULT_KEY')).toEqual(['intake']);
  expect(holdersOf('VAULT_LAYER_KEY')).toEqual(['intake']);
  expect(holdersOf('RELEASE_KEY')).toEqual(['publisher']);
});

test('the migration accepts its settings and gives each role the password its service logs in with', () => {
  const environment = filledIn(serviceOf('migrate').environment);
  expect(() => readMigrateConfig(environment)).not.toThrow();
  for (const name of NAMES) {
    const variable = `CREDLINK_${name.toUpperCase()}_PASSWORD`;
    expect(serviceOf('migrate').environment[variable]).toBe(`\${${name.toUpperCase()}_PASSWORD:?}`);
    expect(serviceOf(name).depends_on.migrate).toEqual({ condition: 'service_completed_successfully' });
  }
});

test.each([...NAMES, 'migrate'])(
  '%s runs a program that is there, and may write nowhere but to its volumes',
  (name) => {
    const { command, read_only, cap_drop } = serviceOf(name);
    expect(existsSync(join(ROOT, command?.[0] ?? 'missing'))).toBe(true);
    expect({ read_only, cap_drop }).toEqual({ read_only: true, cap_drop: ['ALL'] });
  },
);

test('every folder the services mount is made by the image, for the user they run as', () => {
  const image = readFileSync(join(ROOT, 'Dockerfile'), 'utf8');
  const [, made = ''] = /mkdir -m 0700 -p ([^\\]+)/.exec(image) ?? [];
  const mounted = new Set(NAMES.flatMap((name) => serviceOf(name).volumes.map((one) => one.split(':')[1])));
  expect(made.trim().split(' ').toSorted()).toEqual([...mounted].toSorted());
  expect(image).toMatch(/^USER node$/m);
});

test('every volume that is mounted is declared, and the other way round', () => {
  const mounted = Object.keys(services).flatMap((name) =>
    serviceOf(name).volumes.map((one) => one.split(':')[0] ?? ''),
  );
  expect([...new Set(mounted)].toSorted()).toEqual(Object.keys(volumes).toSorted());
});
