/** What every ordinary page loads: htmx and a few small behaviours. */
import "./htmx";
import { takeCode } from "./code";
import { startCopying } from "./copy";
import { startDialogs } from "./dialogs";
import { tellPasskeyTrouble } from "./passkey";
import { waitForAnswer } from "./waiting";

startDialogs(document);
takeCode(document, window);
startCopying(document, window);
waitForAnswer(document, window);
tellPasskeyTrouble(document);
