/** Fetches what a globe needs, once per page. */
import { type AtlasData, decodeAtlas } from "./decode.ts";
import { decodeLand, type Land } from "./land.ts";

const loaded = new Map<string, Promise<ArrayBuffer>>();

function fetchOnce(address: string): Promise<ArrayBuffer> {
  let promise = loaded.get(address);
  if (!promise) {
    promise = fetch(address).then((answer) => {
      if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
      return answer.arrayBuffer();
    });
    loaded.set(address, promise);
  }
  return promise;
}

/** Loads the atlas file and the land at the same time. */
export async function load(root: HTMLElement): Promise<{ data: AtlasData; land: Land }> {
  const { src, land } = root.dataset;
  if (!src || !land) throw new Error("data-src and data-land are needed.");
  const [atlas, earth] = await Promise.all([fetchOnce(src), fetchOnce(land)]);
  return { data: decodeAtlas(atlas), land: decodeLand(earth) };
}
