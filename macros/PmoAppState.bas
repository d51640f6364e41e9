Attribute VB_Name = "PmoAppState"
'@Folder("PMO")
'@ModuleDescription("What this program and this workbook are, and what the user sees while Python works.")
'
' Nothing but the status bar is changed here, and it is given back when the run ends. Python switches off whatever it
' needs off while it writes and puts it back; Revive does so for a Python that died meanwhile.
'
' Public procedures: ShowBusy, ShowResult, ShowReady, MacroName, ProgramName, IsLibreOffice, IsWindowsExcel,
' IsMacExcel, PrivateFolder, BookPath, IsReadOnly, SelectedSheet, SelectedCells, Setting.
' Errors: none are raised.
'
Option Explicit
Option Private Module

Private Const FolderName As String = "PMO Workbook"
Private Const GroupContainer As String = "/Library/Group Containers/UBF8T346G9.Office/"

Private Shown As String

'@Description("Shows in the status bar what is being done.")
Public Sub ShowBusy(ByVal Text As String)
    Show "PMO: " & Text
End Sub

'@Description("Shows in the status bar what came of it.")
Public Sub ShowResult(ByVal Text As String)
    Show Text
    PmoErrors.Record Text
End Sub

'@Description("Gives the status bar back to the program.")
Public Sub ShowReady()
    Show ""
End Sub

'@Description("Puts a text into the status bar; an empty one gives it back.")
Private Sub Show(ByVal Text As String)
    ' What is there already is not drawn again: LibreOffice lets other events in while it draws.
    If Text = Shown Then Exit Sub
    Shown = Text
    If IsLibreOffice() Then
        PmoLibreOffice.ShowStatus Text
    ElseIf Len(Text) > 0 Then
        Application.StatusBar = Text
    Else
        Application.StatusBar = False
    End If
End Sub

'@Description("Whether formulas are worked out by themselves; asked before Python may switch it off.")
Public Function CalculationMode() As Long
    CalculationMode = Application.Calculation
End Function

'@Description("Wakes the program up again after Python died while it kept it still.")
Public Sub Revive(ByVal Mode As Long)
    ' Whatever the program refuses must not hide the sentence that follows.
    On Error Resume Next
    Application.ScreenUpdating = True
    Application.EnableEvents = True
    ' LibreOffice's is that of the workbook in front, and there Python leaves it on.
    If Not IsLibreOffice() Then Application.Calculation = Mode
    On Error GoTo 0
End Sub

'@Description("Name of a macro of this workbook, for the timer, whichever workbook is in front when it rings.")
Public Function MacroName(ByVal Procedure As String) As String
    If Not IsLibreOffice() Then
        MacroName = "'" & Replace(ThisWorkbook.Name, "'", "''") & "'!PmoButtons." & Procedure
    ElseIf InStr(BookPath(), "!") = 0 Then
        ' LibreOffice may have two workbooks of one name open, so the path says which.
        MacroName = BookPath() & "!PmoButtons." & Procedure
    Else
        MacroName = "PmoButtons." & Procedure
    End If
End Function

'@Description("Name of the program, as Python knows it.")
Public Function ProgramName() As String
    If IsLibreOffice() Then ProgramName = "LibreOffice" Else ProgramName = "Excel"
End Function

'@Description("Whether this is LibreOffice: it passes itself off as Excel 11, and no Excel before 14 reads this workbook.")
Public Function IsLibreOffice() As Boolean
    IsLibreOffice = Val(Application.Version) < 12
End Function

'@Description("Whether this is Excel for Windows.")
Public Function IsWindowsExcel() As Boolean
    IsWindowsExcel = Left$(Application.OperatingSystem, 7) = "Windows" And Not IsLibreOffice()
End Function

'@Description("Whether this is Excel for Mac.")
Public Function IsMacExcel() As Boolean
    IsMacExcel = Left$(Application.OperatingSystem, 3) = "Mac" And Not IsLibreOffice()
End Function

'@Description("The user's own folder of this product; on a Mac one that Excel's sandbox may write to.")
Public Function PrivateFolder() As String
    Dim Home As String
    Home = Environ("HOME")
    If Left$(Application.OperatingSystem, 7) = "Windows" Then
        PrivateFolder = Environ("LOCALAPPDATA") & "\" & FolderName
    ElseIf Left$(Application.OperatingSystem, 3) = "Mac" Then
        If InStr(Home, "/Library/Containers/") > 0 Then Home = Left$(Home, InStr(Home, "/Library/Containers/") - 1)
        PrivateFolder = Home & GroupContainer & FolderName
    ElseIf Len(Environ("XDG_STATE_HOME")) > 0 Then
        PrivateFolder = Environ("XDG_STATE_HOME") & "/pmo-workbook"
    Else
        PrivateFolder = Home & "/.local/state/pmo-workbook"
    End If
End Function

'@Description("Full name of the workbook; LibreOffice's FullName is sometimes only the name.")
Public Function BookPath() As String
    BookPath = ThisWorkbook.FullName
    If BookPath = ThisWorkbook.Name Then BookPath = ThisWorkbook.Path & Application.PathSeparator & ThisWorkbook.Name
End Function

'@Description("Whether the workbook was opened read-only; LibreOffice does not say.")
Public Function IsReadOnly() As Boolean
    On Error Resume Next
    IsReadOnly = ThisWorkbook.ReadOnly
    On Error GoTo 0
End Function

'@Description("Title of the sheet that is selected in this workbook; empty when another workbook is in front.")
Public Function SelectedSheet() As String
    Dim Chosen As Object
    ' A selected chart or picture has no cells.
    On Error Resume Next
    Set Chosen = Application.Selection
    If Chosen.Worksheet.Parent.Name = ThisWorkbook.Name Then SelectedSheet = Chosen.Worksheet.Name
    On Error GoTo 0
End Function

'@Description("Addresses of the selected cells; empty when none are selected in this workbook.")
Public Function SelectedCells() As String
    If Len(SelectedSheet()) = 0 Then Exit Function
    ' A very long selection cannot be named.
    On Error Resume Next
    SelectedCells = Application.Selection.Address
    On Error GoTo 0
End Function

'@Description("Value of a row of Settings; empty when it is not there.")
Public Function Setting(ByVal SettingName As String) As String
    Dim Sheet As Object
    Dim Row As Long
    For Each Sheet In ThisWorkbook.Worksheets
        If Sheet.CodeName = "SettingsSheet" Then
            For Row = 1 To 200
                If CellText(Sheet, Row, 1) = SettingName Then Setting = CellText(Sheet, Row, 2)
            Next Row
        End If
    Next Sheet
End Function

'@Description("Text of a cell; empty when it holds an error.")
Private Function CellText(ByVal Sheet As Object, ByVal Row As Long, ByVal Column As Long) As String
    If Not IsError(Sheet.Cells(Row, Column).Value) Then CellText = Trim$(CStr(Sheet.Cells(Row, Column).Value))
End Function
