/** Where the window was last time, and whether it can be there again. */
import { z } from 'zod';

export interface Bounds {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** `position` null lets the system choose. */
export interface WindowPlace {
  position: { x: number; y: number } | null;
  width: number;
  height: number;
  maximized: boolean;
}

export const MIN_WIDTH = 800;
export const MIN_HEIGHT = 600;
export const DEFAULT_PLACE: WindowPlace = { position: null, width: 1280, height: 800, maximized: false };

/** Least part of the window, in each direction, that must be on a display so that it can be seen and dragged. */
const GRIP = 100;

const storedSchema = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int(),
  height: z.int(),
  maximized: z.boolean(),
});

const clamp = (value: number, least: number, most: number): number => Math.max(least, Math.min(value, most));

/** The shared extent of two spans, negative when they are apart. */
const overlap = (startA: number, sizeA: number, startB: number, sizeB: number): number =>
  Math.min(startA + sizeA, startB + sizeB) - Math.max(startA, startB);

/** Of the display's work area: the title bar must be reachable, so the window's top may not lie above it. */
const isReachable = (bounds: Bounds, display: Bounds): boolean =>
  overlap(bounds.x, bounds.width, display.x, display.width) >= GRIP &&
  overlap(bounds.y, bounds.height, display.y, display.height) >= GRIP &&
  bounds.y >= display.y;

/** Reads what {@link serializePlace} wrote, made to fit the work areas of today's displays. */
export function placeWindow(stored: string | null, displays: Bounds[]): WindowPlace {
  const bounds = parseStored(stored);
  if (bounds === null) return DEFAULT_PLACE;
  const display = displays.find((area) => isReachable(bounds, area));
  const room = display ?? displays[0];
  return {
    position: display === undefined ? null : { x: bounds.x, y: bounds.y },
    width: clamp(bounds.width, MIN_WIDTH, Math.max(MIN_WIDTH, room?.width ?? DEFAULT_PLACE.width)),
    height: clamp(bounds.height, MIN_HEIGHT, Math.max(MIN_HEIGHT, room?.height ?? DEFAULT_PLACE.height)),
    maximized: bounds.maximized,
  };
}

function parseStored(stored: string | null): z.infer<typeof storedSchema> | null {
  if (stored === null) return null;
  try {
    return storedSchema.safeParse(JSON.parse(stored)).data ?? null;
  } catch {
    return null;
  }
}

/** `bounds` are those of the window when not maximised. */
export function serializePlace(bounds: Bounds, maximized: boolean): string {
  const { x, y, width, height } = bounds;
  return JSON.stringify({ x, y, width, height, maximized });
}
