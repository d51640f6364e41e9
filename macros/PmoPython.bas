Attribute VB_Name = "PmoPython"
'@Folder("PMO")
'@ModuleDescription("The only module that knows where Python is, and the folder in which jobs and answers lie.")
'
' A job names a step from Python's fixed list, the workbook and the selection. No text of a cell gets into a command
' line: the command is an existing file with a known name, and its arguments are fixed.
'
' Public procedures: NewRunId, Post, WorkerLives, StartWorker, ReadAnswer, ReadProgress, IsTaken, Cancel, Discard.
' Errors: PmoErrors.NoPython, when no Python is found or it cannot be started.
'
Option Explicit
Option Private Module

Private Const Arguments As String = " -m pmo_workbook worker --background"
Private Const CommandFile As String = "python-command.txt"
Private Const CommandSetting As String = "Python command"

'@Description("A new id: the moment and a random number.")
Public Function NewRunId() As String
    Dim Moment As Date
    Moment = Now
    Randomize
    NewRunId = Year(Moment) & TwoDigits(Month(Moment)) & TwoDigits(Day(Moment)) & "-" & TwoDigits(Hour(Moment)) _
        & TwoDigits(Minute(Moment)) & TwoDigits(Second(Moment)) & "-" & CStr(100000 + Int(Rnd * 899999))
End Function

'@Description("Leaves a job for the worker.")
Public Sub Post(ByVal RunId As String, ByVal StepName As String, ByVal Detail As String)
    Dim Text As String
    PmoFiles.MakeFolder PmoAppState.PrivateFolder()
    PmoFiles.MakeFolder JobsFolder()
    Text = PmoFiles.Pair("run", RunId) & PmoFiles.Pair("step", StepName) _
        & PmoFiles.Pair("program", PmoAppState.ProgramName()) & PmoFiles.Pair("workbook", PmoAppState.BookPath()) _
        & PmoFiles.Pair("sheet", PmoAppState.SelectedSheet()) _
        & PmoFiles.Pair("selection", PmoAppState.SelectedCells()) & PmoFiles.Pair("detail", Detail)
    PmoFiles.WriteText JobPath(RunId, "new"), Text
    PmoFiles.Rename JobPath(RunId, "new"), JobPath(RunId, "job")
End Sub

'@Description("Whether a worker gave a sign of life in the last seconds.")
Public Function WorkerLives(ByVal Seconds As Double) As Boolean
    Dim Beat As String
    Dim Moment As Date
    Beat = PmoFiles.Field(PmoFiles.ReadText(PmoFiles.Joined(PmoAppState.PrivateFolder(), "worker.txt")), "beat")
    If Len(Beat) <> 19 Then Exit Function
    Moment = DateSerial(Val(Mid$(Beat, 1, 4)), Val(Mid$(Beat, 6, 2)), Val(Mid$(Beat, 9, 2))) _
        + TimeSerial(Val(Mid$(Beat, 12, 2)), Val(Mid$(Beat, 15, 2)), Val(Mid$(Beat, 18, 2)))
    WorkerLives = Abs(CDbl(Now) - CDbl(Moment)) * 86400# <= Seconds
End Function

'@Description("Starts the worker and returns at once.")
Public Sub StartWorker()
    Dim Program As String
    If PmoAppState.IsMacExcel() Then
        StartOnMac
        Exit Sub
    End If
    Program = PythonCommand()
    If Len(Program) = 0 Then Err.Raise PmoErrors.NoPython, "PmoPython", PmoErrors.MissingPython()
    On Error GoTo CleanFail
    If PmoAppState.IsWindowsExcel() Then
        CreateObject("WScript.Shell").Run Quoted(Program) & FixedArguments(Program), 0, False
    Else
        Shell Quoted(Program) & FixedArguments(Program), vbHide
    End If
    Exit Sub
CleanFail:
    Err.Raise PmoErrors.NoPython, "PmoPython", PmoErrors.Forbidden(Program)
End Sub

'@Description("The answer to a run; empty while there is none.")
Public Function ReadAnswer(ByVal RunId As String) As String
    ReadAnswer = PmoFiles.ReadText(JobPath(RunId, "done"))
End Function

'@Description("What Python is doing; empty while it has said nothing.")
Public Function ReadProgress(ByVal RunId As String) As String
    ReadProgress = PmoFiles.Field(PmoFiles.ReadText(JobPath(RunId, "progress")), "text")
End Function

'@Description("Whether a worker has begun the job.")
Public Function IsTaken(ByVal RunId As String) As Boolean
    IsTaken = PmoFiles.Exists(JobPath(RunId, "running"))
End Function

'@Description("Asks the worker to stop before it writes.")
Public Sub Cancel(ByVal RunId As String)
    PmoFiles.WriteText JobPath(RunId, "cancel"), PmoFiles.Pair("run", RunId)
End Sub

'@Description("Removes what the macro and the worker wrote about a run that is over.")
Public Sub Discard(ByVal RunId As String)
    Dim Kind As Variant
    For Each Kind In Array("new", "job", "done", "progress")
        PmoFiles.Remove JobPath(RunId, CStr(Kind))
    Next Kind
End Sub

'@Description("Starts the worker through the script that pmo-workbook install put in place.")
Private Sub StartOnMac()
    On Error GoTo CleanFail
    PmoMac.StartWorker
    Exit Sub
CleanFail:
    Err.Raise PmoErrors.NoPython, "PmoPython", PmoErrors.MissingPython()
End Sub

'@Description("Path of Python: as installed, else as in Settings, else as on the path; empty when there is none.")
Private Function PythonCommand() As String
    Dim Found As String
    Found = Usable(PmoFiles.Field(PmoFiles.ReadText(PmoFiles.Joined(PmoAppState.PrivateFolder(), CommandFile)), "python"))
    If Len(Found) = 0 Then Found = Usable(PmoAppState.Setting(CommandSetting))
    If Len(Found) = 0 Then
        If PmoAppState.IsWindowsExcel() Then Found = OnPath("py.exe") Else Found = OnPath("pmo-workbook")
    End If
    PythonCommand = Found
End Function

'@Description("The path itself when it is an existing file called python, py or pmo-workbook; else empty.")
Private Function Usable(ByVal Path As String) As String
    Dim FileName As String
    If Len(Path) = 0 Or Len(Path) > 250 Then Exit Function
    If InStr(Path, Chr$(34)) > 0 Or InStr(Path, "%") > 0 Or InStr(Path, "*") > 0 Or InStr(Path, "?") > 0 Then Exit Function
    FileName = LCase$(PmoFiles.LastPart(Path))
    If Not (FileName Like "python*" Or FileName Like "py.exe" Or FileName Like "pmo-workbook*") Then Exit Function
    If InStr(Path, Application.PathSeparator) = 0 Then Exit Function
    If PmoFiles.Exists(Path) Then Usable = Path
End Function

'@Description("Full path of a program in one of the folders of PATH; empty when it is in none.")
Private Function OnPath(ByVal Program As String) As String
    Dim Folder As Variant
    Dim Separator As String
    Dim Found As String
    If PmoAppState.IsWindowsExcel() Then Separator = ";" Else Separator = ":"
    For Each Folder In Split(Environ("PATH"), Separator)
        If Len(Found) = 0 And Len(Folder) > 0 Then Found = Usable(PmoFiles.Joined(CStr(Folder), Program))
    Next Folder
    OnPath = Found
End Function

'@Description("What follows the program: pmo-workbook itself needs no -m.")
Private Function FixedArguments(ByVal Program As String) As String
    FixedArguments = Arguments
    If LCase$(PmoFiles.LastPart(Program)) Like "pmo-workbook*" Then FixedArguments = " worker --background"
End Function

'@Description("The folder of jobs and answers.")
Private Function JobsFolder() As String
    JobsFolder = PmoFiles.Joined(PmoAppState.PrivateFolder(), "jobs")
End Function

'@Description("Path of one of the files of a run.")
Private Function JobPath(ByVal RunId As String, ByVal Kind As String) As String
    JobPath = PmoFiles.Joined(JobsFolder(), RunId & "." & Kind)
End Function

'@Description("A path in double quotes.")
Private Function Quoted(ByVal Path As String) As String
    Quoted = Chr$(34) & Path & Chr$(34)
End Function

'@Description("A number with two digits.")
Private Function TwoDigits(ByVal Number As Long) As String
    TwoDigits = Right$("0" & CStr(Number), 2)
End Function
