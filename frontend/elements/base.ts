/** What every ordinary page loads: htmx and a few small behaviours. */
import "./htmx";
import { startDialogs } from "./dialogs";

startDialogs(document);
