import { describe, expect, it } from 'vitest';
import { DEFAULT_PLACE, placeWindow, serializePlace } from './window-bounds.ts';

const SCREEN = { x: 0, y: 25, width: 1920, height: 1055 };
const LEFT_SCREEN = { x: -1280, y: 0, width: 1280, height: 1024 };
const stored = (x: number, y: number, width: number, height: number): string =>
  serializePlace({ x, y, width, height }, false);

describe('placeWindow', () => {
  it('[ARCH] is where it was', () => {
    const bounds = { x: 100, y: 80, width: 1000, height: 700 };
    expect(placeWindow(serializePlace(bounds, true), [SCREEN])).toEqual({
      position: { x: 100, y: 80 },
      width: 1000,
      height: 700,
      maximized: true,
    });
    expect(placeWindow(stored(-1200, 10, 1000, 700), [SCREEN, LEFT_SCREEN]).position).toEqual({ x: -1200, y: 10 });
  });

  it.each([
    ['its display is gone', stored(-1200, 10, 1000, 700)],
    ['only an edge would show', stored(1900, 80, 1000, 700)],
    ['its title bar would be hidden', stored(100, -300, 1000, 700)],
  ])('[ARCH] lets the system choose when %s', (_why, text) => {
    expect(placeWindow(text, [SCREEN])).toMatchObject({ position: null, width: 1000, height: 700 });
  });

  it('[ARCH] is no smaller than usable and no larger than its display', () => {
    expect(placeWindow(stored(100, 80, 10, 10), [SCREEN])).toMatchObject({ position: null, width: 800, height: 600 });
    expect(placeWindow(stored(0, 25, 9000, 9000), [SCREEN])).toMatchObject({ width: 1920, height: 1055 });
  });

  it.each([null, '', 'nonsense', '[]', '{"x":0}', '{"x":0.5,"y":0,"width":900,"height":700,"maximized":false}'])(
    '[ARCH] has its default place after %j',
    (text) => expect(placeWindow(text, [SCREEN])).toEqual(DEFAULT_PLACE),
  );
});
