import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

interface Entry {
  version?: string;
  integrity?: string;
  resolved?: string;
  optionalDependencies?: Record<string, string>;
}

test("the lock file holds every part with its hash, for every platform, and names no registry", async () => {
  const text = await readFile("package-lock.json", "utf8");
  const packages = JSON.parse(text).packages as Record<string, Entry>;
  for (const [path, entry] of Object.entries(packages)) {
    for (const name of Object.keys(entry.optionalDependencies ?? {}))
      assert.ok(packages[`node_modules/${name}`], `${path} lacks ${name}`);
    if (!path) continue;
    assert.ok(entry.version, `${path} has no version`);
    assert.match(entry.integrity ?? "", /^sha512-/, `${path} has no hash`);
    assert.equal(entry.resolved, undefined);
  }
});
