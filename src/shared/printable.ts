/** Control characters, line breaks, halves of pairs, and those that reorder the text around them. */
export const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** For sentences that repeat what somebody gave: what would spoil a terminal, a log or the text around it is shown as U+FFFD. */
export const printable = (text: string): string => text.replace(UNPRINTABLE, '\ufffd');
