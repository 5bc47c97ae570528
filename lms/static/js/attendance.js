// "All present" without a round trip: the lines that are still open are marked on the page.
const sheet = document.getElementById("sheet");
const button = sheet ? sheet.querySelector("[data-fill]") : null;

if (button) {
  button.addEventListener("click", (event) => {
    event.preventDefault();
    const names = new Set([...sheet.querySelectorAll("input[type=radio]")].map((input) => input.name));
    names.forEach((name) => {
      const line = [...sheet.querySelectorAll(`input[name="${name}"]`)];
      if (line.some((input) => input.checked)) return;
      const present = line.find((input) => input.value === button.dataset.fill);
      present.checked = true;
    });
  });
}
