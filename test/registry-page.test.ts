import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configurationSchema } from '../collector/registry/configuration.ts';
import { metricSchema } from '../collector/registry/metric-definition.ts';

const page = readFileSync(join(import.meta.dirname, '../docs/registry.md'), 'utf8');
const [, configuration = '', metric = '', types = ''] =
  /## askfirst\.yaml([\s\S]*)## A metric([\s\S]*)## Property types([\s\S]*)## Review/.exec(page) ?? [];
const keysOf = (section: string) => [...section.matchAll(/^\| `(\w+)`/gm)].map(([, key]) => key);

describe('docs/registry.md', () => {
  it('explains every key of askfirst.yaml, in the order of the schema, and no other', () => {
    expect(keysOf(configuration)).toEqual(Object.keys(configurationSchema.shape));
  });

  it('explains every key of a metric, in the order of the schema, and no other', () => {
    expect(keysOf(metric)).toEqual(Object.keys(metricSchema.shape));
  });

  it('explains every property type', () => {
    const told = /Use (.*) or (\w+)\./.exec(
      metricSchema.shape.properties.unwrap().valueType.safeParse({ type: '?' }).error?.issues[0]?.message ?? '',
    );
    expect(keysOf(types)).toEqual([...(told?.[1]?.split(', ') ?? []), told?.[2]]);
  });
});
