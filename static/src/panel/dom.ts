/** Making nodes. Words always go in as text, never as markup. */

/** @param attributes false and undefined leave one out */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string | number | boolean | undefined> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children);
  return node;
}

/**
 * Puts words into a node that holds nothing else. The text node stays, if it can: what changes at every move of the
 * cursor would otherwise have its style computed anew each time.
 */
export function put(node: Element, words: string) {
  const { firstChild: first, lastChild: last } = node;
  if (first === null || first !== last || first.nodeType !== Node.TEXT_NODE) node.textContent = words;
  else if (first.nodeValue !== words) first.nodeValue = words;
}

/** What has the focus where this node is: inside a shadow root, the document knows only the root's host. */
export const activeNear = (node: Node): Element | null =>
  (node.getRootNode() as Document | ShadowRoot).activeElement ?? null;

export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new RangeError(`the page has no #${id}`);
  return found;
}

/**
 * A row of choices of which one holds.
 * @param label for screen readers
 */
export function segments(
  host: HTMLElement,
  label: string,
  choices: { value: string; words: string }[],
  chosen: string,
  choose: (value: string) => void,
) {
  host.setAttribute("role", "group");
  host.setAttribute("aria-label", label);
  const active = activeNear(host) as HTMLElement | null;
  const focused = host.contains(active) ? active?.dataset["value"] : undefined;
  host.replaceChildren(
    ...choices.map(({ value, words }) => {
      const button = el(
        "button",
        { type: "button", "aria-pressed": value === chosen ? "true" : "false", "data-value": value },
        words,
      );
      button.addEventListener("click", () => choose(value));
      return button;
    }),
  );
  if (focused !== undefined) (host.querySelector(`[data-value="${focused}"]`) as HTMLElement | null)?.focus();
}

/**
 * A row of tabs over one panel: one tab stop, arrow keys between them.
 * @param label for screen readers
 */
export function tabList(
  host: HTMLElement,
  panel: HTMLElement,
  label: string,
  choices: { value: string; words: string }[],
  chosen: string,
  choose: (value: string) => void,
) {
  const id = (value: string) => `tab-${value}`;
  host.setAttribute("role", "tablist");
  host.setAttribute("aria-label", label);
  panel.id ||= "tab-panel";
  const focused = host.contains(document.activeElement);
  host.replaceChildren(
    ...choices.map(({ value, words }, i) => {
      const own = value === chosen;
      const tab = el(
        "button",
        {
          type: "button",
          role: "tab",
          id: id(value),
          "aria-selected": own ? "true" : "false",
          "aria-controls": panel.id,
          tabindex: own ? 0 : -1,
        },
        words,
      );
      tab.addEventListener("click", () => choose(value));
      tab.addEventListener("keydown", (event) => {
        const last = choices.length - 1;
        const to = { ArrowLeft: i === 0 ? last : i - 1, ArrowRight: i === last ? 0 : i + 1, Home: 0, End: last }[
          event.key
        ];
        const next = to === undefined ? undefined : choices[to];
        if (!next) return;
        event.preventDefault();
        document.getElementById(id(next.value))?.focus();
        choose(next.value);
      });
      return tab;
    }),
  );
  panel.setAttribute("role", "tabpanel");
  panel.setAttribute("aria-labelledby", id(chosen));
  if (focused) document.getElementById(id(chosen))?.focus();
}
