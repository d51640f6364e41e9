Attribute VB_Name = "PmoAsk"
'@Folder("PMO")
'@ModuleDescription("Asks the user for what a step needs.")
'
' Public procedures: WaitingReason, LogFile.
' Errors: none are raised; an empty answer means that the user gave up.
'
Option Explicit
Option Private Module

Private Const ReasonsName As String = "pmo_start_waiting_reasons"

'@Description("Asks whom the requests wait for: a number from the list, or the word. Empty when given up.")
Public Function WaitingReason() As String
    Dim Reasons As Variant
    Dim Answer As String
    Dim Place As Long
    Reasons = Split(ListedReasons(), vbLf)
    Answer = "Whom do the selected requests wait for? Type a number or a word." & vbLf
    For Place = 0 To UBound(Reasons)
        Answer = Answer & vbLf & CStr(Place + 1) & "  " & Reasons(Place)
    Next Place
    Answer = Trim$(InputBox(Answer, "Waiting for"))
    If Val(Answer) >= 1 And Val(Answer) <= UBound(Reasons) + 1 Then Answer = Reasons(CLng(Val(Answer)) - 1)
    WaitingReason = Answer
End Function

'@Description("Asks for the file of a request log. Empty when given up.")
Public Function LogFile() As String
    Dim Chosen As Variant
    If PmoAppState.IsWindowsExcel() Then
        Chosen = Application.GetOpenFilename("Request logs (*.csv;*.xlsx),*.csv;*.xlsx", , "Import log")
    Else
        Chosen = Application.GetOpenFilename()
    End If
    If VarType(Chosen) = vbString Then LogFile = Chosen
End Function

'@Description("The reasons of Settings as Start lists them, one a line.")
Private Function ListedReasons() As String
    Dim Cells As Object
    Dim Row As Long
    Dim Found As String
    ' The user may have deleted the list; then the word is typed.
    On Error Resume Next
    Set Cells = ThisWorkbook.Names(ReasonsName).RefersToRange
    For Row = 1 To 12
        If Len(Cells.Cells(Row, 1).Value) > 0 Then
            If Len(Found) > 0 Then Found = Found & vbLf
            Found = Found & Cells.Cells(Row, 1).Value
        End If
    Next Row
    On Error GoTo 0
    ListedReasons = Found
End Function
