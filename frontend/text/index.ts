/** Chooses the sentences by the language that the page declares. */
import { en } from "./en";
import type { Messages } from "./messages";
import { vi } from "./vi";

export type { Messages };

export function messagesFor(language: string): Messages {
  return language.toLowerCase().startsWith("en") ? en : vi;
}

export function pageMessages(): Messages {
  return messagesFor(document.documentElement.lang);
}
