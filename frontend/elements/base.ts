/** What every ordinary page loads: htmx and a few small behaviours. */
import "./htmx";
import { takeCode } from "./code";
import { startDialogs } from "./dialogs";
import { tellPasskeyTrouble } from "./passkey";

startDialogs(document);
takeCode(document, window);
tellPasskeyTrouble(document);
