// Everything works without this file; with it, it is quicker.
import { startBars } from "./bars";
import { startCopies } from "./copies";
import { startDialogs } from "./dialogs";
import { startDrafts } from "./drafts";
import { startFields, startForms } from "./fields";
import { startLists } from "./lists";
import { startRefresh } from "./refresh";
import { startShortcuts } from "./shortcuts";

startDialogs();
startLists();
startShortcuts();
startDrafts();
startFields();
startForms();
startRefresh();
startBars();
startCopies();
