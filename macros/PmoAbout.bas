Attribute VB_Name = "PmoAbout"
'@Folder("PMO")
'@ModuleDescription("Says which workbook this is and where its figures come from.")
'
' Public procedures: PmoShowAbout.
' Errors: none are raised; a name that is missing reads as 'not known'.
'
Option Explicit

Private Const VersionName As String = "pmo_template_version"

'@Description("Shows the version of the template, the file and how to refresh it. Alt+F8 lists it.")
Public Sub PmoShowAbout()
    Dim Text As String
    Text = "PMO service framework" & vbCrLf & vbCrLf
    Text = Text & "Template version: " & NamedConstant(VersionName) & vbCrLf
    Text = Text & "Workbook: " & ThisWorkbook.Name & vbCrLf & vbCrLf
    Text = Text & "Refresh all writes the reports. It works without Excel too: close this workbook, then type in a terminal:" & vbCrLf
    Text = Text & "pmo-workbook refresh """ & ThisWorkbook.Name & """" & vbCrLf & vbCrLf
    Text = Text & "How to begin stands on the first sheet; what to correct stands on Issues."
    MsgBox Text, vbInformation, "About this workbook"
End Sub

'@Description("Returns what a defined name says, without its equals sign; 'not known' where the name is missing.")
Private Function NamedConstant(ByVal NameText As String) As String
    Dim Item As Name
    NamedConstant = "not known"
    For Each Item In ThisWorkbook.Names
        If LCase$(Item.Name) = NameText Then NamedConstant = Mid$(Item.RefersTo, 2)
    Next Item
End Function
