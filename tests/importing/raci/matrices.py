"""RACI matrices as people have them, each with what it says.

Every one of them but the last few says the same of three activities and four roles, in another shape.
"""

from __future__ import annotations

from dataclasses import dataclass, field

SAID = {
    "Plan the gate": {"Sponsor": "A", "Project Manager": "R", "PMO Analyst": "C", "Finance": "I"},
    "Hold the gate": {"Sponsor": "I", "Project Manager": "C", "PMO Analyst": "A/R"},
    "Report the result": {"Project Manager": "A", "PMO Analyst": "R", "Finance": "C"},
}


@dataclass(frozen=True)
class Sample:
    """A file with a matrix, and what is right.

    Attributes:
        what: What is special about it.
        text: The file: CSV, Markdown, or a workbook with a bar between cells, a line a row, and ``A1:B1`` in `merged`.
        kind: Ending of the file.
        merged: Merged cells of a workbook.
        said: Codes by activity and role.
        services: Service ID by activity, for those that have one.
        aside: Cells left aside.
        notes: Parts of what must be told.
    """

    what: str
    text: str
    kind: str = "csv"
    merged: tuple[str, ...] = ()
    said: dict[str, dict[str, str]] = field(default_factory=lambda: SAID)
    services: dict[str, str] = field(default_factory=dict)
    aside: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


SAMPLES = (
    Sample(
        "roles across, as in a textbook",
        """Activity,Sponsor,Project Manager,PMO Analyst,Finance
Plan the gate,A,R,C,I
Hold the gate,I,C,A/R,
Report the result,,A,R,C
""",
    ),
    Sample(
        "roles down",
        """,Plan the gate,Hold the gate,Report the result
Sponsor,A,I,
Project Manager,R,C,A
PMO Analyst,C,A/R,R
Finance,I,,C
""",
    ),
    Sample(
        "title rows, a numbering column and totals",
        """RACI of the gates;;;;;
Version 3, approved;;;;;
;;;;;
WBS;Deliverable;Sponsor;Project Manager;PMO Analyst;Finance;# of A
1.1;Plan the gate;A;R;C;I;1
1.2;Hold the gate;I;C;R/A;;1
1.3;Report the result;;A;R;C;1
""",
    ),
    Sample(
        "lower case, blanks, look-alikes and signs for no part",
        """Task\tSponsor\tProject Manager\tPMO Analyst\tFinance
Plan the gate\tа\tr \tс\ti
Hold the gate\tI\tC\ta/r\tN/A
Report the result\t-\tA\tR\tC
""",
    ),
    Sample(
        "whole words",
        """Activity,Sponsor,Project Manager,PMO Analyst,Finance
Plan the gate,Accountable,Responsible,Consulted,Informed
Hold the gate,Informed,Consulted,"Accountable, Responsible",none
Report the result,,Accountable,Responsible,Consulted
""",
    ),
    Sample(
        "two header rows with merged departments",
        """Activity|Business||Delivery|
|Sponsor|Finance|Project Manager|PMO Analyst
Plan the gate|A|I|R|C
Hold the gate|I||C|A/R
Report the result||C|A|R
""",
        "xlsx",
        ("A1:A2", "B1:C1", "D1:E1"),
    ),
    Sample(
        "section rows",
        """Activity,Sponsor,Project Manager,PMO Analyst,Finance
Gate reviews,,,,
Plan the gate,A,R,C,I
Hold the gate,I,C,A/R,
Reporting,,,,
Report the result,,A,R,C
""",
        services={"Plan the gate": "SVC-01", "Hold the gate": "SVC-01"},
        notes=("Headings that are no service: Reporting",),
    ),
    Sample(
        "sections merged down at the left",
        """Service|Activity|Sponsor|Project Manager|PMO Analyst|Finance
Gate reviews|Plan the gate|A|R|C|I
|Hold the gate|I|C|A/R|
Other work|Report the result||A|R|C
""",
        "xlsx",
        ("A2:A3",),
        services={"Plan the gate": "SVC-01", "Hold the gate": "SVC-01"},
    ),
    Sample(
        "section rows merged over the whole width",
        """Activity|Sponsor|Project Manager|PMO Analyst|Finance
Gate reviews||||
Plan the gate|A|R|C|I
Hold the gate|I|C|A/R|
Report the result||A|R|C
""",
        "xlsx",
        ("A2:E2",),
        services={"Plan the gate": "SVC-01", "Hold the gate": "SVC-01", "Report the result": "SVC-01"},
    ),
    Sample(
        "a legend below",
        """Activity,Sponsor,Project Manager,PMO Analyst,Finance
Plan the gate,A,R,C,I
Hold the gate,I,C,A/R,
Report the result,,A,R,C

R,Responsible: does the work
A,Accountable: answers for it
C,Consulted before
I,Informed after
""",
    ),
    Sample(
        "a legend at the right",
        """Activity,Sponsor,Project Manager,PMO Analyst,Finance,,Legend,
Plan the gate,A,R,C,I,,R,Responsible
Hold the gate,I,C,A/R,,,A,Accountable
Report the result,,A,R,C,,C,Consulted
,,,,,,I,Informed
""",
    ),
    Sample(
        "a legend above",
        """R = Responsible; A = Accountable; C = Consulted; I = Informed

Activity|Sponsor|Project Manager|PMO Analyst|Finance
Plan the gate|A|R|C|I
Hold the gate|I|C|A/R|
Report the result||A|R|C
""",
        "xlsx",
    ),
    Sample(
        "long form, several names in a cell",
        """Activity,Responsible,Accountable,Consulted,Informed
Plan the gate,Project Manager,Sponsor,PMO Analyst,Finance
Hold the gate,PMO Analyst,PMO Analyst,Project Manager,Sponsor
Report the result,PMO Analyst,Project Manager,Finance,
""",
    ),
    Sample(
        "long form with letters in the headers and sections",
        """Deliverable;Responsible (R);Accountable (A);Consulted (C);Informed (I)
Gate reviews;;;;
Plan the gate;Project Manager;Sponsor;PMO Analyst;Finance
Hold the gate;PMO Analyst;PMO Analyst;Project Manager;Sponsor
Report the result;PMO Analyst;Project Manager;Finance;-
""",
        services={"Plan the gate": "SVC-01", "Hold the gate": "SVC-01", "Report the result": "SVC-01"},
    ),
    Sample(
        "Markdown of a wiki",
        """# Who does what

Some words about it.

| Activity | Sponsor | Project Manager | PMO Analyst | Finance |
|:---|:---:|:---:|:---:|:---:|
| Plan the gate | **A** | R | C | I |
| Hold the gate | I | C | A/R | – |
| Report the result | | A | R | C |

R is *responsible*.
""",
        "md",
    ),
    Sample(
        "roles with line breaks and ids in brackets",
        """"Activity","Spon-
sor","Project
Manager (PM)","PMO Analyst","Finance"
"Plan the gate",A,R,C,I
"Hold the gate",I,C,A/R,
"Report the result",,A,R,C
""",
        said={
            activity: {
                {"Sponsor": "Spon- sor", "Project Manager": "Project Manager (PM)"}.get(role, role): code
                for role, code in codes.items()
            }
            for activity, codes in SAID.items()
        },
    ),
    Sample(
        "transposed, with merged groups of activities",
        """|Gate reviews||Reporting
|Plan the gate|Hold the gate|Report the result
Sponsor|A|I|
Project Manager|R|C|A
PMO Analyst|C|A/R|R
Finance|I||C
""",
        "xlsx",
        ("B1:C1",),
        services={"Plan the gate": "SVC-01", "Hold the gate": "SVC-01"},
    ),
    Sample(
        "letters that are no part of RACI",
        """Activity,Sponsor,Project Manager,PMO Analyst,Finance
Plan the gate,A,R,C,I
Hold the gate,I,C,A/R,S
Report the result,x,A,R,C
""",
        aside=("S", "x"),
    ),
    Sample(
        "a column of ticks",
        """Activity,Sponsor,Project Manager,Board,PMO Analyst,Finance
Plan the gate,A,R,x,C,I
Hold the gate,I,C,,A/R,
Report the result,,A,x,R,C
""",
        aside=("x", "x"),
    ),
    Sample(
        "more than one part in a cell",
        """Activity,Sponsor,Project Manager,PMO Analyst,Finance
Plan the gate,"A,C",RC,C/I,I
Hold the gate,I,C,RA,
Report the result,,A,"R, I",C
""",
        notes=("1 cell with A and C", "1 cell with R and C", "1 cell with C and I", "1 cell with R and I"),
    ),
    Sample(
        "two matrices on one sheet",
        """Activity,Sponsor,Project Manager,PMO Analyst,Finance
Plan the gate,A,R,C,I
Hold the gate,I,C,A/R,
Report the result,,A,R,C

Activity,Board,Chair,Clerk,Guest
Meet,A,R,I,
""",
        notes=("another matrix further down, from line 7 on",),
    ),
    Sample(
        "a table in the corner of a large sheet",
        """|||||
||Who does what|||
|||||
||Activity|Sponsor|Project Manager|PMO Analyst|Finance|Comment
|1|Plan the gate|A|R|C|I|see the handbook
|2|Hold the gate|I|C|A/R||
|3|Report the result||A|R|C|monthly
""",
        "xlsx",
    ),
    Sample(
        "in German, semicolons and a Windows encoding",
        """Tätigkeit;Sponsor;Project Manager;PMO Analyst;Finance
Prüfung planen;A;R;C;I
Prüfung halten;I;C;A/R;
Ergebnis berichten;;A;R;C
""",
        said=dict(zip(("Prüfung planen", "Prüfung halten", "Ergebnis berichten"), SAID.values(), strict=True)),
    ),
)
