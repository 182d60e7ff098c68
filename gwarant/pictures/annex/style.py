"""The annex's style: the light tokens of our pages, for the screen and for A4 paper."""

from gwarant.pictures.page.style import LIGHT

_ANNEX = """
*{box-sizing:border-box}
html{color-scheme:light;background:var(--paper);-webkit-text-size-adjust:100%}
body{margin:0;color:var(--ink);font:400 1rem/1.55 system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif;
font-variant-numeric:tabular-nums;overflow-wrap:break-word;hyphens:manual}
main{max-width:50rem;margin:0 auto;padding:clamp(1.5rem,5vw,4.5rem) clamp(1rem,4vw,2.5rem)}
h1,h2{line-height:1.2;margin:0;font-weight:650;text-wrap:balance}
h1{font-size:2rem;letter-spacing:-.015em}h2{font-size:1.25rem;margin:0 0 .75rem}
p{margin:0}
header{border-top:3px solid var(--accent);padding-top:1.5rem}
.quiet,.mark,caption,thead th{color:var(--quiet);font-size:.875rem;font-weight:400}
.kicker{margin:0 0 .25rem}.facts{margin:.5rem 0 0}
.sides{display:grid;grid-template-columns:repeat(auto-fit,minmax(15rem,1fr));gap:1.5rem;margin:2rem 0 0}
.sides dt{color:var(--quiet);font-size:.875rem}.sides dd{margin:0}.sides strong{font-weight:600}
section{margin-top:2.75rem}
.mark{white-space:nowrap}h2 .mark{margin-left:.75rem}p .mark{margin-left:.5rem}
ol{list-style:none;margin:0;padding:0}
.clauses>li{display:grid;grid-template-columns:2.25rem minmax(0,1fr);margin:0 0 .5rem}
.n{color:var(--quiet)}
.points{margin:.25rem 0 .25rem}
.points>li{display:grid;grid-template-columns:2.25rem minmax(0,1fr);margin:0 0 .2rem}
.lead{font-weight:600}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.9375rem;margin:.5rem 0 .75rem}
th,td{text-align:left;vertical-align:baseline;padding:.375rem 1rem .375rem 0;font-weight:400}
th:last-child,td:last-child{padding-right:0}
thead th{border-bottom:1px solid var(--rule)}tbody tr+tr>*{border-top:1px solid var(--rule)}
.days table{width:auto}.days tbody tr+tr>*{border:0}.days th,.days td{padding-block:.125rem}
mark{background:none;color:inherit;border-bottom:2px solid var(--accent);font-weight:600}
.signs{display:grid;grid-template-columns:repeat(auto-fit,minmax(15rem,1fr));gap:2.5rem;margin-top:4.5rem}
.sign{border-top:1px solid var(--ink);padding-top:.4rem}
footer{margin-top:3.5rem;border-top:1px solid var(--rule);padding-top:1rem}
footer p{margin:0 0 .25rem;overflow-wrap:anywhere}
@media(max-width:600px){
h1{font-size:1.625rem}section{margin-top:2.25rem}
h2 .mark,p .mark{display:block;margin:.15rem 0 0}
.clauses>li{grid-template-columns:2.1rem minmax(0,1fr)}.points>li{grid-template-columns:2rem minmax(0,1fr)}
.stack thead{display:none}.stack,.stack tbody{display:block}
.stack tr{display:block;padding:.5rem 0}.stack tbody tr+tr{border-top:1px solid var(--rule)}
.stack tbody tr+tr>*{border:0}
.stack th,.stack td{display:block;padding:0}.stack tbody th{font-weight:600}
.stack td[data-label]::before{content:attr(data-label) ": ";color:var(--quiet)}.stack .none{display:none}
}
@media print{
@page{size:A4;margin:18mm 18mm 20mm;
@bottom-right{content:counter(page) " / " counter(pages);font:9pt system-ui,sans-serif}}
html{font-size:9.5pt;background:white}main{max-width:none;padding:0}
section{margin-top:1.75rem}h2,thead,.lead{break-after:avoid}tr,.signs,.points>li{break-inside:avoid}
.points>li:first-child{break-before:avoid}p{orphans:2;widows:2}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
"""
STYLE = f":root{{{LIGHT}}}{_ANNEX}".replace("\n", "")
