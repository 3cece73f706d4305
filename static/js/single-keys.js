// Keys of a single letter: whether they are on. A box in the page's list of keys (data-single-keys) switches them off,
// which is kept in this browser under a name of the page's own.
export function singleKeys(name) {
  const box = document.querySelector("[data-single-keys]");
  const isOn = () => {
    try {
      return localStorage.getItem(name) !== "off";
    } catch {
      return true;
    }
  };
  if (box) {
    box.checked = isOn();
    box.addEventListener("change", () => {
      try {
        localStorage.setItem(name, box.checked ? "on" : "off");
      } catch {
        box.checked = true; // nothing can be kept here
      }
    });
  }
  return isOn;
}
