/**
 * Reads codes out of pictures, in a thread of its own.
 *
 * The device's own reader goes first where there is one: it is quicker. What it does not find
 * (inverted, tilted, dim) zxing still may.
 */

import { prepareZXingModule, readBarcodes, type ReaderOptions } from "zxing-wasm/reader";
import wasm from "zxing-wasm/reader/zxing_reader.wasm?url";

import type { Look } from "./reader";

declare const self: DedicatedWorkerGlobalScope & { BarcodeDetector?: NativeReaderClass };

interface NativeReader {
  detect(picture: ImageBitmap): Promise<{ rawValue: string }[]>;
}

interface NativeReaderClass {
  new (options: { formats: string[] }): NativeReader;
  getSupportedFormats(): Promise<string[]>;
}

/** What the wallets of telephones show, and what labels of pieces bear; a worker's name says which. */
const WARES = self.name === "wares";
const OPTIONS: ReaderOptions = {
  formats: WARES
    ? ["QRCode", "DataMatrix", "EAN13", "EAN8", "UPCA", "UPCE", "Code128"]
    : ["QRCode", "Aztec", "PDF417", "Code128"],
  tryHarder: true,
  maxNumberOfSymbols: 1,
};
const NATIVE_FORMATS = WARES
  ? ["qr_code", "data_matrix", "ean_13", "ean_8", "upc_a", "upc_e", "code_128"]
  : ["qr_code", "aztec", "pdf417", "code_128"];
const EVERY_NTH_PIXEL = 97; // prime, so that it falls into step with no pattern

const zxing = prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true });
zxing.catch(() => undefined); // told with the first picture
const native = ownReader();

self.addEventListener("message", (event: MessageEvent<ImageBitmap>) => {
  look(event.data).then(
    (seen) => self.postMessage(seen),
    () => self.postMessage(null),
  );
});

async function look(picture: ImageBitmap): Promise<Look> {
  const pixels = pixelsOf(picture);
  const light = brightness(pixels.data);
  const text = (await readNatively(picture)) ?? (await readWithZxing(pixels));
  picture.close();
  return { text, light };
}

async function readNatively(picture: ImageBitmap): Promise<string | null> {
  const found = (await (await native)?.detect(picture).catch(() => [])) ?? [];
  return found[0]?.rawValue ?? null;
}

async function readWithZxing(pixels: ImageData): Promise<string | null> {
  await zxing;
  const [found] = await readBarcodes(pixels, OPTIONS);
  return found?.isValid ? found.text : null;
}

async function ownReader(): Promise<NativeReader | null> {
  const supported = (await self.BarcodeDetector?.getSupportedFormats().catch(() => [])) ?? [];
  const formats = NATIVE_FORMATS.filter((format) => supported.includes(format));
  return self.BarcodeDetector && formats.includes("qr_code")
    ? new self.BarcodeDetector({ formats })
    : null;
}

function pixelsOf(picture: ImageBitmap): ImageData {
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  const context = canvas.getContext("2d", { willReadFrequently: true })!;
  context.drawImage(picture, 0, 0);
  return context.getImageData(0, 0, picture.width, picture.height);
}

/** The mean of the green, 0 to 255: near enough to what an eye calls bright. */
function brightness(data: Uint8ClampedArray): number {
  let sum = 0;
  let count = 0;
  for (let place = 1; place < data.length; place += 4 * EVERY_NTH_PIXEL) {
    sum += data[place]!;
    count += 1;
  }
  return count ? sum / count : 0;
}
