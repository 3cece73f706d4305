// What somebody typed before a script arrived, or what the browser filled in again after a reload, was heard by nobody.

function isChanged(control) {
  if (control instanceof HTMLSelectElement) {
    const first = [...control.options].findIndex((one) => one.defaultSelected);
    return !control.multiple && control.selectedIndex !== Math.max(first, 0);
  }
  if (control.type === "checkbox" || control.type === "radio") return control.checked !== control.defaultChecked;
  if (control.type === "hidden" || control.type === "file" || !("defaultValue" in control)) return false;
  return control.value !== control.defaultValue;
}

// The controls of a form, or the one control, that say something else than the page that came from the server.
export function changedIn(place) {
  const all = place.matches("input, select, textarea") ? [place] : [...place.querySelectorAll("input, select, textarea")];
  return all.filter(isChanged);
}

// Hears what is typed into a place from now on, and at once what was typed before.
export function whenTyped(place, hear) {
  place.addEventListener("input", hear);
  for (const control of changedIn(place)) control.dispatchEvent(new Event("input", { bubbles: true }));
}
