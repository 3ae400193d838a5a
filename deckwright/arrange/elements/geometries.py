"""The shapes of PowerPoint's gallery (ECMA-376 ST_ShapeType), with the name of each one's first adjustment handle."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from deckwright.arrange.elements.readers import Reader

_BY_HANDLE = {
    "": """
        actionButtonBackPrevious actionButtonBeginning actionButtonBlank actionButtonDocument actionButtonEnd
        actionButtonForwardNext actionButtonHelp actionButtonHome actionButtonInformation actionButtonMovie
        actionButtonReturn actionButtonSound chartPlus chartStar chartX cloud cornerTabs diamond dodecagon ellipse
        flowChartAlternateProcess flowChartCollate flowChartConnector flowChartDecision flowChartDelay
        flowChartDisplay flowChartDocument flowChartExtract flowChartInputOutput flowChartInternalStorage
        flowChartMagneticDisk flowChartMagneticDrum flowChartMagneticTape flowChartManualInput
        flowChartManualOperation flowChartMerge flowChartMultidocument flowChartOfflineStorage
        flowChartOffpageConnector flowChartOnlineStorage flowChartOr flowChartPredefinedProcess flowChartPreparation
        flowChartProcess flowChartPunchedCard flowChartPunchedTape flowChartSort flowChartSummingJunction
        flowChartTerminator funnel heart irregularSeal1 irregularSeal2 lightningBolt lineInv pieWedge
        plaqueTabs rect rtTriangle squareTabs
    """,
    "adj": """
        bevel bracePair bracketPair can chevron cube diagStripe donut foldedCorner hexagon homePlate horizontalScroll
        leftBracket moon noSmoking octagon parallelogram plaque plus rightBracket round1Rect roundRect smileyFace
        snip1Rect star10 star12 star16 star24 star32 star4 star5 star6 star7 star8 sun teardrop trapezoid triangle
        verticalScroll
    """,
    "adj1": """
        accentBorderCallout1 accentBorderCallout2 accentBorderCallout3 accentCallout1 accentCallout2 accentCallout3
        arc bentArrow bentUpArrow blockArc borderCallout1 borderCallout2 borderCallout3 callout1 callout2 callout3
        chord circularArrow cloudCallout corner curvedDownArrow curvedLeftArrow curvedRightArrow curvedUpArrow
        doubleWave downArrow downArrowCallout ellipseRibbon ellipseRibbon2 frame gear6 gear9 halfFrame leftArrow
        leftArrowCallout leftBrace leftCircularArrow leftRightArrow leftRightArrowCallout leftRightCircularArrow
        leftRightRibbon leftRightUpArrow leftUpArrow mathDivide mathEqual mathMinus mathMultiply mathNotEqual
        mathPlus nonIsoscelesTrapezoid notchedRightArrow pie quadArrow quadArrowCallout ribbon ribbon2 rightArrow
        rightArrowCallout rightBrace round2DiagRect round2SameRect snip2DiagRect snip2SameRect snipRoundRect
        stripedRightArrow swooshArrow upArrow upArrowCallout upDownArrow upDownArrowCallout uturnArrow wave
        wedgeEllipseCallout wedgeRectCallout wedgeRoundRectCallout
    """,
    "hf": """
        heptagon pentagon
    """,
    "vf": """
        decagon
    """,
}

GEOMETRIES: Mapping[str, str] = MappingProxyType(
    {name: handle for handle, names in _BY_HANDLE.items() for name in names.split()}
)
"""Shape → the guide (a:gd) that its first handle moves; empty where it has none."""

_DIRECTED = """
    rightArrow leftArrow notchedRightArrow stripedRightArrow bentArrow bentUpArrow leftUpArrow uturnArrow swooshArrow
    curvedRightArrow curvedLeftArrow curvedUpArrow curvedDownArrow rightArrowCallout leftArrowCallout
    chevron homePlate leftBrace rightBrace leftBracket rightBracket parallelogram diagStripe
    accentBorderCallout1 accentBorderCallout2 accentBorderCallout3 accentCallout1 accentCallout2 accentCallout3
    borderCallout1 borderCallout2 borderCallout3 callout1 callout2 callout3 cloudCallout
    wedgeEllipseCallout wedgeRectCallout wedgeRoundRectCallout
    actionButtonBackPrevious actionButtonBeginning actionButtonEnd actionButtonForwardNext actionButtonReturn
    corner halfFrame rtTriangle pieWedge round1Rect round2DiagRect snip1Rect snip2DiagRect snipRoundRect
"""
DIRECTED = frozenset(_DIRECTED.split())
"""Shapes that point or lean to a side, which is the other one where lines run from the right. Turning the way the
hands of a clock do is not among it."""

GEOMETRY = Reader(
    "a shape of PowerPoint's gallery, such as rect, ellipse or rightArrow",
    {name: name for name in GEOMETRIES}.__getitem__,
    tuple(GEOMETRIES),
)
