"use strict";
(() => {
  const said = document.getElementById("said");

  // Sorting: the header of each column becomes a button; without this script the tables are simply not sortable.
  const key = (row, column) => {
    const cell = row.cells[column];
    const given = cell.dataset.key;
    if (given !== undefined) return given;
    return cell.classList.contains("number") ? "" : cell.textContent.trim().toLowerCase();
  };
  const compare = (one, other, number) =>
    number ? Number(one) - Number(other) : one.localeCompare(other, "en", { numeric: true });

  document.querySelectorAll("table.sorts").forEach((table) => {
    const heads = [...table.tHead.rows[0].cells];
    const body = table.tBodies[0];
    if (body.rows.length < 2) return;
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const descending = head.getAttribute("aria-sort") === "ascending";
        const rows = [...body.rows];
        const keys = new Map(rows.map((row) => [row, key(row, column)]));
        const filled = [...keys.values()].filter((value) => value !== "");
        const number = filled.length > 0 && filled.every((value) => !Number.isNaN(Number(value)));
        rows.sort((one, other) => {
          const [a, b] = [keys.get(one), keys.get(other)];
          if (a === "" || b === "") return (a === "") - (b === "");
          return (descending ? -1 : 1) * compare(a, b, number);
        });
        body.append(...rows);
        heads.forEach((each) => each.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", descending ? "descending" : "ascending");
        said.textContent = `Sorted by ${button.textContent}, ${descending ? "descending" : "ascending"}.`;
      });
    });
  });

  // Finding a service by any word of its description.
  const field = document.getElementById("find");
  if (field) {
    const cards = [...document.querySelectorAll("#cards > details")];
    field.parentElement.hidden = false;
    field.addEventListener("input", () => {
      const words = field.value.trim().toLowerCase().split(/\s+/);
      let shown = 0;
      cards.forEach((card) => {
        card.hidden = !words.every((word) => card.textContent.toLowerCase().includes(word));
        shown += card.hidden ? 0 : 1;
      });
      said.textContent = shown === 1 ? "1 service found." : `${shown} services found.`;
    });
  }

  // On paper everything is open.
  let closed = [];
  window.addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    closed.forEach((one) => { one.open = true; });
  });
  window.addEventListener("afterprint", () => {
    closed.forEach((one) => { one.open = false; });
  });
})();
