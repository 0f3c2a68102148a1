"""How the screen is laid out and colored: in the terminal's own colors, so that light and dark are the user's."""

#: From this width on the list and the page stand side by side, from this height on all of the head is shown.
WIDTHS = [(0, "-narrow"), (100, "-wide")]
HEIGHTS = [(0, "-short"), (30, "-tall")]

CSS = """
* { scrollbar-color: ansi_blue; scrollbar-color-hover: ansi_blue; scrollbar-color-active: ansi_blue;
    scrollbar-background: ansi_default; scrollbar-background-hover: ansi_default;
    scrollbar-background-active: ansi_default; link-color: ansi_default; link-background: ansi_default;
    link-color-hover: ansi_default; link-background-hover: ansi_default; link-style: underline;
    link-style-hover: bold underline; }
Screen { layout: vertical; background: ansi_default; color: ansi_default; }
#head { height: 3; }
.-short #head { height: 1; }
#views { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
#body { height: 1fr; }
.-wide #body { layout: horizontal; }
#list { border: none; padding: 0; height: 1fr; width: 1fr; background: ansi_default; color: ansi_default;
        text-wrap: nowrap; text-overflow: ellipsis; scrollbar-size-vertical: 1; background-tint: transparent; }
.-plain #views, .-plain #list { text-overflow: clip; }
#list > .option-list--option { padding: 0; }
#list > .option-list--option-disabled { color: ansi_default; }
#list > .option-list--option-hover { background: ansi_default; text-style: underline; }
#list > .option-list--option-highlighted, #list:focus > .option-list--option-highlighted {
        color: ansi_default; background: ansi_default; text-style: none; }
#page { border: none; border-top: solid ansi_bright_black; padding: 0; height: 1fr; width: 1fr;
        background: ansi_default; scrollbar-size-vertical: 1; }
#page:focus { border-top: heavy ansi_blue; }
.-wide #page { border-top: none; border-left: solid ansi_bright_black; padding: 0 1; }
.-wide #page:focus { border-left: heavy ansi_blue; }
#said { height: auto; max-height: 4; color: ansi_default; }
#said.-error { color: ansi_red; text-style: bold; }
#ask { height: 1; display: none; }
#ask.-open { display: block; }
#what { width: auto; max-width: 60%; height: 1; text-style: bold; }
#typed, #typed:focus { border: none; padding: 0; height: 1; width: 1fr; background: ansi_default;
        color: ansi_default; background-tint: transparent; }
#typed > .input--cursor { color: ansi_default; background: ansi_default; text-style: reverse; }
Footer { background: ansi_default; color: ansi_default; }
FooterKey .footer-key--key { color: ansi_default; background: ansi_default; text-style: bold reverse; }
FooterKey .footer-key--description { color: ansi_default; background: ansi_default; }
"""
