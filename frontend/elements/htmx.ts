/** htmx as our pages need it: our own dialogs, and errors that are seen. */
import htmx from "htmx.org";
import { pageMessages } from "../text";
import { ask, tell } from "./dialogs";

htmx.config.selfRequestsOnly = true;
// A form with errors comes back as 422 and must be shown, not swallowed.
htmx.config.responseHandling = [
  { code: "204", swap: false },
  { code: "[23]..", swap: true },
  { code: "422", swap: true },
  { code: "[45]..", swap: false, error: true },
];

document.addEventListener("htmx:confirm", (event) => {
  const { question, issueRequest } = (event as CustomEvent).detail;
  if (!question) return;
  event.preventDefault();
  void ask(document, question).then((yes) => yes && issueRequest(true));
});

for (const failure of ["htmx:sendError", "htmx:responseError"]) {
  document.addEventListener(failure, (event) => {
    // A page that looks again by itself, and fails, has been asked by nobody.
    if (!(event as CustomEvent).detail.requestConfig?.triggeringEvent) return;
    void tell(document, pageMessages().page.requestFailed);
  });
}
