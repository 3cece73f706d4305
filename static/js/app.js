// What every page may use. Each module looks for its own data attributes and does nothing where there are none.
import "./menus.js";
import "./dialogs.js";
import "./forms.js";
import "./counts.js";
import "./tables.js";
