"""The look of shapes in DrawingML."""

from __future__ import annotations

from typing import Final

from bpm2sop.layout import SymbolKind

PRESETS: Final = {
    SymbolKind.TERMINATOR: "flowChartTerminator",
    SymbolKind.PROCESS: "flowChartProcess",
    SymbolKind.DECISION: "flowChartDecision",
    SymbolKind.OFFPAGE: "flowChartOffpageConnector",
}
BLACK: Final = '<a:solidFill><a:srgbClr val="000000"/></a:solidFill>'
WHITE: Final = '<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>'
LINE: Final = f'<a:ln w="9525">{BLACK}<a:miter lim="800000"/></a:ln>'
ARROW: Final = (
    f'<a:ln w="9525">{BLACK}<a:miter lim="800000"/>'
    '<a:tailEnd type="triangle" w="med" len="med"/></a:ln>'
)
