/** Two soft notes, struck like a small bell, made here: no file, no delay. */

export type Chime = "arrival" | "circle" | "reminder" | "welcome" | "moment";

const NOTES_HZ: Record<Chime, number[]> = {
  arrival: [659.25, 987.77],
  circle: [587.33, 880, 1174.66],
  reminder: [659.25],
  welcome: [523.25, 659.25, 783.99],
  moment: [440, 392],
};
const OVERTONES: [ratio: number, level: number][] = [
  [1, 0.5],
  [2.76, 0.12],
  [5.4, 0.04],
];
const STEP_S = 0.16;
const RING_S = 1.4;

let audio: AudioContext | null = null;

/** Browsers let a page sound only after a touch: call this from one. */
export function allowSound(): void {
  try {
    audio ??= new AudioContext();
    void audio.resume();
  } catch {
    audio = null; // no sound on this device
  }
}

export function chime(kind: Chime): void {
  if (!audio || audio.state !== "running") return;
  NOTES_HZ[kind].forEach((hz, place) => strike(audio!, hz, audio!.currentTime + place * STEP_S));
}

export function vibrate(pattern: number[]): void {
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(pattern);
}

function strike(context: AudioContext, hz: number, at: number): void {
  for (const [ratio, level] of OVERTONES) {
    const tone = context.createOscillator();
    const envelope = context.createGain();
    tone.frequency.value = hz * ratio;
    envelope.gain.setValueAtTime(0, at);
    envelope.gain.linearRampToValueAtTime(level * 0.5, at + 0.008);
    envelope.gain.exponentialRampToValueAtTime(0.0001, at + RING_S / ratio ** 0.5);
    tone.connect(envelope).connect(context.destination);
    tone.start(at);
    tone.stop(at + RING_S);
  }
}
