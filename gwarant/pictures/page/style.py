"""The page's style: tokens first (a customer may set accent and logo), light and dark, screen and paper."""

from gwarant.pictures.tokens import PAGE_PICTURE_CSS

LIGHT = """
--accent:oklch(0.5 0.1 250);
--paper:oklch(0.99 0.002 100);--sheet:oklch(0.965 0.003 250);--ink:oklch(0.25 0.012 255);--quiet:oklch(0.48 0.012 255);
--rule:oklch(0.89 0.005 255);--gw-counted:oklch(0.53 0.1 252);--gw-track:oklch(0.84 0.008 255);
--gw-fine:oklch(0.5 0.11 155);--gw-at_risk:oklch(0.53 0.12 62);--gw-breached:oklch(0.5 0.19 27);
--gw-paused:oklch(0.52 0.13 268);--gw-unknown:oklch(0.62 0.01 255);
"""
_DARK = """
--accent:oklch(0.76 0.09 250);
--paper:oklch(0.19 0.008 255);--sheet:oklch(0.235 0.009 255);--ink:oklch(0.93 0.005 255);--quiet:oklch(0.73 0.012 255);
--rule:oklch(0.32 0.01 255);--gw-counted:oklch(0.7 0.1 252);--gw-track:oklch(0.42 0.012 255);
--gw-fine:oklch(0.74 0.12 155);--gw-at_risk:oklch(0.77 0.12 70);--gw-breached:oklch(0.72 0.15 25);
--gw-paused:oklch(0.76 0.1 268);--gw-unknown:oklch(0.6 0.01 255);
"""
_PAGE = """
*{box-sizing:border-box}
html{color-scheme:light dark;background:var(--paper);--gw-paper:var(--paper);--gw-quiet:var(--quiet);
-webkit-text-size-adjust:100%}
body{margin:0;color:var(--ink);font:400 1rem/1.5 system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif;
font-variant-numeric:tabular-nums;overflow-wrap:break-word}
main{max-width:60rem;margin:0 auto;padding:clamp(1.5rem,5vw,4.5rem) clamp(1rem,4vw,2.5rem)}
h1,h2,h3{line-height:1.2;margin:0;font-weight:650}
h1{font-size:2rem;letter-spacing:-.015em}h2{font-size:1.25rem;margin:0 0 1rem}h3{font-size:1rem}
p{margin:0 0 .5rem;max-width:44rem}
section{margin-top:3.5rem}
.quiet,caption,th,.fact dt{color:var(--quiet);font-size:.875rem;font-weight:400}
.kicker{color:var(--quiet);margin:0 0 .25rem}
.lead{font-size:1.25rem;line-height:1.4;margin:1.5rem 0 .25rem}
.top{border-top:3px solid var(--accent);padding-top:1.5rem}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(10rem,1fr));gap:1.5rem;margin:2rem 0 0}
.fact dd{margin:0;font-size:1.25rem;font-weight:600;line-height:1.3}
.fact dd small{display:block;font-size:.875rem;font-weight:400;color:var(--quiet)}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.9375rem}
caption{text-align:left;padding:0 0 .5rem}
th,td{text-align:left;vertical-align:baseline;padding:.375rem 1rem .375rem 0;font-weight:400}
th:last-child,td:last-child{padding-right:0}
thead th{border-bottom:1px solid var(--rule)}
tbody th[scope=row]{color:inherit;font-size:inherit}
tbody th[scope=rowgroup]{color:var(--ink);font-weight:600;font-size:inherit;padding-top:1rem}
tfoot th,tfoot td{border-top:1px solid var(--rule);font-weight:600;color:var(--ink);font-size:inherit}
.num{text-align:right;white-space:nowrap}.nowrap{white-space:nowrap}
.bar-cell{width:34%;min-width:9rem;vertical-align:middle}
.share{display:block;min-width:5rem}.share .whole{fill:var(--gw-track)}.share .part{fill:var(--gw-counted)}
.share.is-broken .whole{fill:var(--gw-breached)}
.share.is-none .whole{fill:none;stroke:var(--gw-unknown);stroke-dasharray:3}
.face{white-space:nowrap;font-weight:600}summary .face{white-space:normal}
.face.fine{color:var(--gw-fine)}.face.at_risk{color:var(--gw-at_risk)}.face.breached,.late{color:var(--gw-breached)}
.face.paused{color:var(--gw-paused)}.face.unknown{color:var(--quiet)}
.late{font-weight:600}
a{color:var(--accent)}a:focus-visible,summary:focus-visible{outline:2px solid var(--accent);outline-offset:3px}
.head{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;justify-content:space-between;align-items:baseline}
.figure{margin-top:2rem}.figure:first-of-type{margin-top:0}
.point{font-size:2rem;font-weight:650;line-height:1.2;letter-spacing:-.015em}
.figure svg{margin:1rem 0 .25rem}
.gw-bar,.gw-month{font-size:12px}.gw-strong{fill:currentColor}.gw-defs{position:absolute}
.legend{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;margin:0 0 .75rem;color:var(--quiet);font-size:.875rem}
.legend span{display:inline-flex;align-items:center;gap:.4rem}.legend svg{margin:0}
.inline{display:flex;flex-wrap:wrap;gap:.25rem 1.75rem;margin:0 0 1rem;font-size:.875rem}
.inline div{display:flex;gap:.4rem}.inline dt{color:var(--quiet)}.inline dd{margin:0}
.pool{display:block;margin:0 0 .5rem;max-width:44rem}.pool-signs i{width:.625rem;height:.75rem}
.pool .used{fill:var(--gw-counted)}.pool .left{fill:var(--gw-track)}.pool .over{fill:var(--gw-breached)}
.pool .edge{stroke:var(--ink);stroke-width:2}
i.used{background:var(--gw-counted)}i.left{background:var(--gw-track)}i.over{background:var(--gw-breached)}
.columns{max-width:30rem}
details{border-top:1px solid var(--rule)}.group details:last-child{border-bottom:1px solid var(--rule)}
.group{margin-top:1.5rem}.group h3{margin-bottom:.5rem}
summary{cursor:pointer;display:grid;grid-template-columns:1.25rem minmax(6rem,1fr) 11rem 9rem minmax(8rem,13rem);
gap:1rem;align-items:center;padding:.5rem 0;list-style:none}
summary::-webkit-details-marker{display:none}
summary::before{content:"+";color:var(--quiet);text-align:center}details[open]>summary::before{content:"−"}
summary:hover{background:var(--sheet)}
.inner{padding:.75rem 0 1.75rem 2.25rem}
.inner .gw-bar{margin:.75rem 0 1rem}
ul{padding-left:1.1rem;margin:0 0 1rem}
footer{margin-top:4rem;border-top:1px solid var(--rule);padding-top:1rem}
code{font-family:ui-monospace,monospace;font-size:.875em;overflow-wrap:anywhere}
@media(max-width:600px){
section{margin-top:2.75rem}h1{font-size:1.625rem}
summary{grid-template-columns:1.25rem 1fr auto;gap:.35rem .75rem}summary .num{display:none}
summary .strip{grid-column:2/-1}
.inner{padding-left:0}.share{min-width:3rem}
.face{white-space:normal}
.stack thead{display:none}.stack,.stack tbody,.stack caption{display:block}
.stack tr{display:flex;flex-wrap:wrap;gap:.1rem .75rem;padding:.5rem 0;border-bottom:1px solid var(--rule)}
.stack th,.stack td{padding:0;border:0}.stack th,.stack .wide,.stack .bar-cell{flex:1 1 100%;width:auto}
.stack .short{flex:1 1 auto}.stack .gone{display:none}.stack th[scope=rowgroup]{padding-top:.75rem}
}
@media print{
@page{margin:16mm}
html{color-scheme:light;font-size:10pt;--paper:white}main{max-width:none;padding:0}
section{margin-top:2rem}h2,h3,thead{break-after:avoid}tr,.figure,summary,svg{break-inside:avoid}summary{break-after:avoid}
details.is-breached::details-content{content-visibility:visible;display:block;block-size:auto}
summary::before{content:""}a{color:inherit;text-decoration:none}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
"""
STYLE = (
    f":root{{{LIGHT}}}@media screen and (prefers-color-scheme:dark){{:root{{{_DARK}}}}}{PAGE_PICTURE_CSS}{_PAGE}"
).replace("\n", "")
